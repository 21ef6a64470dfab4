import type { Messages } from './messages.js';

const number = new Intl.NumberFormat('en-US');
const decimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const size = (bytes: number): string => `${decimal.format(bytes / 1024 / 1024)} MiB`;
const plural = (count: number, one: string): string =>
  `${number.format(count)} ${count === 1 ? one : `${one}s`}`;

export const english: Messages = {
  locale: 'en',
  usage: {
    unknownCommand: (name) => `unknown command "${name}"`,
    wrongOption: (option) => `unknown option or missing value: ${option}`,
    noPaths: 'name at least one report or folder, or use --stdin',
    noSuchPath: (path) => `no such file or folder: ${path}`,
    notPositiveInteger: (option, value) => `${option} takes a whole number of 1 or more, not "${value}"`,
    notASize: (value) => `--max-size takes bytes or a number with K, M or G, not "${value}"`,
    notOneOf: (option, value, allowed) => `${option} takes ${allowed.join(', ')}, not "${value}"`,
    stdinAlone: '--stdin reads JSON lines and writes JSON lines: it takes no PATH, --out or --format csv',
    serveNeedsStdio: 'serve speaks over standard input and output only: use "glosa serve --stdio"',
    outIsAFolder: (path) => `--out names a folder: ${path}`,
    evalNeeds: 'eval takes one folder in the official format: glosa eval cantemist DIR',
    exportNeeds: 'export takes --to FORMAT, --out OUT and at least one report or folder',
    notAFolder: (path) => `not a folder: ${path}`,
    noPairs: (folder) => `no .ann with its .txt in ${folder}`,
    outHoldsReports: (path) => `--out must not be a report or a folder with reports in it: ${path}`,
    seeHelp: 'See "glosa --help".',
  },
  failure: {
    binary: 'not a text: it has NUL bytes or is mostly control characters',
    notAFile: 'not a regular file',
    tooLarge: (bytes, max) => `not analysed: ${size(bytes)} is over the limit of ${size(max)} (--max-size)`,
    unreadable: (code) => (code === 'ENOENT' ? 'it is no longer there' : `it cannot be read (${code})`),
    engineFailed: 'the model failed on it twice',
    samePath: 'another labelled folder has a report of this path; label each folder into a file of its own',
    sameCase: 'another exported report has this file name; a submission tells cases apart by it',
    caseName: 'a submission cannot hold a file name with a tab or line break',
    noText: 'it has no .txt beside it',
  },
  annProblem: {
    fields: 'line left out: not three fields separated by tabs',
    span: 'line left out: not one contiguous span',
    range: 'line left out: its offsets are empty or outside the text',
    text: 'the text at these offsets is another; the offsets count',
    note: 'line left out: no code, or of a mention that is not there',
    repeated: 'line left out: given before',
  },
  noModel: (reason) => `no usable model: ${reason}`,
  noCodeHead: 'the model pack has no head for codes',
  engineLost: (reason) =>
    `the model stopped working: ${reason}. What was read is written; run again to go on.`,
  cannotWrite: (path, code) =>
    code === 'ENOSPC'
      ? `cannot write ${path}: the disk is full. What was written before is whole; run again to go on.`
      : code === 'EACCES' || code === 'EROFS' || code === 'EPERM'
        ? `cannot write ${path}: no permission (${code}). Use --out to write elsewhere.`
        : code === 'ENOENT'
          ? `cannot write ${path}: its folder does not exist`
          : `cannot write ${path} (${code})`,
  notALabelFile: (path) => `${path} exists and is not a label file of this format; it was left as it is`,
  lockHeld: (lockPath, pid, host, since) =>
    pid === null
      ? `another run is starting to write here (${lockPath})`
      : `process ${pid} on ${host} writes here since ${since}. If it is gone, delete ${lockPath}`,
  noReports: (folder, extensions) => `no reports in ${folder} (looked for ${extensions.join(' ')})`,
  failed: (path, reason) => `${path}: ${reason}`,
  interrupted: 'interrupted; what was read is written, run again to go on',
  warningNotCompacted: (path, code) =>
    `superseded records stay in ${path} (${code}); the last one of a path counts`,
  progress: (done, total, perSecond, minutesLeft) =>
    `${number.format(done)}${total === null ? '' : ` of ${number.format(total)}`} reports, ${decimal.format(perSecond)}/s` +
    (minutesLeft === null
      ? ''
      : minutesLeft < 1
        ? ', less than a minute left'
        : `, ${number.format(Math.ceil(minutesLeft))} min left`),
  summary: {
    counts: (labelled, unchanged, failed) =>
      `${plural(labelled, 'report')} labelled, ${number.format(unchanged)} unchanged, ${number.format(failed)} failed`,
    rate: (seconds, perSecond) => `${decimal.format(seconds)} s, ${decimal.format(perSecond)} reports/s`,
    written: (path) => `Labels: ${path}`,
    model: (name, version, device) => `Model: ${name} ${version} on ${device}`,
    empty: (count) => `${plural(count, 'report')} without a sentence`,
    encoding: (count, encoding) => `${plural(count, 'file')} read as ${encoding}`,
    topCodes: 'Codes suggested in most reports:',
  },
  evaluation: {
    model: 'Model',
    documents: 'Documents',
    goldMentions: 'Gold mentions',
    without: (code) => `MAP without ${code}`,
    codes: (threshold) => `Codes (≥ ${threshold})`,
    calibrationError: 'Calibration error',
  },
  exported: (written, failed, leftOut, path) =>
    `${plural(written, 'report')} exported, ${number.format(failed)} failed\n` +
    (leftOut === 0 ? '' : `${plural(leftOut, 'mention')} left out: a line break or tab lies inside\n`) +
    `Submission: ${path}\n`,
  doctor: {
    model: 'Model',
    providers: 'Providers',
    selfTest: 'Self-test',
    usable: 'Glosa can read reports on this machine.',
    notUsable: (reason) => `Glosa cannot read reports on this machine: ${reason}`,
    ok: 'works',
    no: 'no',
    noCode: 'no code',
    found: 'found',
  },
  help: {
    main: `glosa: reads radiology and oncology reports on this machine, suggests codes with their evidence

Usage
  glosa label PATH… [options]   label reports and folders of reports
  glosa eval cantemist DIR      scores on a folder in CANTEMIST's official format
  glosa export --to FORMAT …    submissions in CANTEMIST's official formats
  glosa serve --stdio           language server for an editor
  glosa doctor [--json]         versions, model, providers, self-test
  glosa help COMMAND            options of a command
  glosa --version

Exit codes
  0 done · 1 done, some reports failed · 2 wrong usage · 3 no usable model
  4 cannot write · 70 internal error · 130 interrupted · 141 output closed · 143 terminated
`,
    label: `glosa label PATH… [options]
glosa label --stdin [options]

Reads every .txt .md .rad .informe .report under each folder, and each file named. Hidden files and
folders and node_modules are left out. Labels of a folder go to .glosa/labels.jsonl in it, and reports
that have not changed are not read again; those of a single file are printed.

  --out FILE            write here instead; an existing file is resumed; - prints JSON lines
  --format jsonl|csv    jsonl has everything; csv one row a report            (jsonl)
  --jobs N              model processes                         (one per processor)
  --device auto|cpu|webgpu|cuda                                              (auto)
  --model DIR           model pack                          (the one that ships)
  --max-size SIZE       larger files are not read; bytes, or with K, M, G      (4M)
  --cuda-path DIR       folder of the CUDA provider's libraries
  --stdin               read {"id"?, "path"?, "text"} JSON lines, print a record a line, in order
`,
    eval: `glosa eval cantemist DIR [--json] [options]

Reads every .txt that has an .ann (brat: MORFOLOGIA_NEOPLASIA, code in AnnotatorNotes) beside it under DIR
and prints the official scores: MAP of the full ranking with and without 8000/6, exact micro precision,
recall and F1 of mentions (NER) and of mentions with code (NORM), of codes at the threshold, and the
calibration error of the report's codes.

  --json                one object, numbers not rounded
  --jobs N              model processes                         (one per processor)
  --device auto|cpu|webgpu|cuda                                              (auto)
  --model DIR           model pack                          (the one that ships)
  --cuda-path DIR       folder of the CUDA provider's libraries
`,
    export: `glosa export --to cantemist-coding|cantemist-norm|cantemist-ner PATH… --out OUT [options]

Reads reports as label does and writes a submission; a case is a file's name without its ending.
cantemist-coding: one file of rows case<TAB>code, the full ranking; OUT names the file, or a folder (one that
exists, or ends in /) that gets cantemist-coding.tsv. cantemist-norm and cantemist-ner: OUT is a folder that
gets one .ann a report.

  --jobs N              model processes                         (one per processor)
  --device auto|cpu|webgpu|cuda                                              (auto)
  --model DIR           model pack                          (the one that ships)
  --max-size SIZE       larger files are not read; bytes, or with K, M, G      (4M)
  --cuda-path DIR       folder of the CUDA provider's libraries
`,
    serve: `glosa serve --stdio

Runs the language server over standard input and output, for any editor that speaks LSP.
`,
    doctor: `glosa doctor [--json] [--model DIR] [--device auto|cpu|webgpu|cuda] [--cuda-path DIR]

Prints versions, the processor's features, whether the model pack is whole, which providers run it
and why others do not, and reads two built-in sentences. Exit code 3 where no model is usable.
`,
  },
};
