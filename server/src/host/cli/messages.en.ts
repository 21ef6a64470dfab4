import { englishEvaluation } from '../../lsp/evaluation/names.js';
import type { Messages } from './messages.js';

const number = new Intl.NumberFormat('en-US');
const decimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const size = (bytes: number): string => `${decimal.format(bytes / 1024 / 1024)} MiB`;
const plural = (count: number, one: string): string =>
  `${number.format(count)} ${count === 1 ? one : `${one}s`}`;

const fromStored = (stored: number, models: readonly string[]): string =>
  `${number.format(stored)} from stored labels${models.map((model, i) => (i === 0 ? ` of ${model}` : `, ${model}`)).join('')}`;

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
    evalNeeds:
      'eval takes what to score and one folder: glosa eval cantemist|codiesp DIR, glosa eval entities|labels|exam DIR [--dev]; --submission, --train and --valid are for codiesp',
    exportNeeds: 'export takes --to FORMAT, --out OUT and at least one report or folder',
    importNeeds: 'import takes --from brat|codiesp|jsonl, one PATH and --out FILE',
    learnNeeds: 'learn takes one CSV or DIR and --out PACK, or --reviews FOLDER and --out PACK',
    notALearnedList: (path, problem) => `not a learned list: ${path} (${problem})`,
    otherModel: (path, learntWith, model) =>
      `${path} was learnt with the model ${learntWith}, not with ${model}: learn it again with this one`,
    diffNeeds: 'diff takes two label files: glosa diff OLD.jsonl NEW.jsonl [--json]',
    noRecords: (path) => `no label records in ${path}`,
    mapNeeds:
      'map writes to --out FILE.csv or FILE.json; --seed is a whole number, --perplexity from 5 to 100',
    verifyNeeds: 'verify takes one folder at most: glosa verify [DIR]',
    notForCantemist: (option) => `${option} is for exports of label records, not for CANTEMIST submissions`,
    notAnImportFolder: (path, wanted) => `no ${wanted} in ${path}`,
    notAFolder: (path) => `not a folder: ${path}`,
    noPairs: (folder) => `no .ann with its .txt in ${folder}`,
    noGold: (folder, what) =>
      what === 'entities'
        ? `no .ann with its .txt in ${folder}`
        : `no labels.tsv or .jsonl with ${what === 'labels' ? 'labels' : 'exam codes'} in ${folder}`,
    outHoldsReports: (path) => `--out must not be a report or a folder with reports in it: ${path}`,
    unexpected: (argument) => `unexpected argument: ${argument}`,
    seeHelp: (command) => `See "glosa ${command === null ? '' : `${command} `}--help".`,
  },
  failure: {
    binary: 'not a text: it has NUL bytes or is mostly control characters',
    notAFile: 'not a regular file',
    tooLarge: (bytes, max) => `not analysed: ${size(bytes)} is over the limit of ${size(max)} (--max-size)`,
    unreadable: (code) => (code === 'ENOENT' ? 'it is no longer there' : `it cannot be read (${code})`),
    engineFailed: 'the model failed on it twice',
    samePath: 'another labelled folder has a report of this path; label each folder into a file of its own',
    sameCase: 'another exported report has this file name; a submission tells cases apart by it',
    sameName: 'another exported report has this path; export each folder into a place of its own',
    caseName: 'a submission cannot hold a file name with a tab or line break',
    reviews: 'decisions from its first bad line on do not count',
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
  importProblem: {
    fields: 'line left out: not the fields of its kind',
    span: 'line left out: no type with start and end',
    range: 'line left out: its offsets are empty, out of order or outside the text',
    text: 'the text at these offsets is another; the offsets count',
    target: 'line left out: it speaks of an annotation that is not there',
    repeated: 'line left out: given before',
    unsupported: 'line left out: an event, or of no known kind',
    noText: 'left out: the case has no text',
    record: 'line left out: not a label record of this version',
  },
  goldProblem: {
    fields: 'line left out: no id, or not the fields of the header',
    label: 'label left out: not one that is known, or neither yes nor no',
  },
  reason: (english) => english,
  noModel: (reason) => `no usable model: ${reason}`,
  noCodeHead: 'the model pack has no head for codes',
  noReaderHead: 'the model pack has no heads for entities, labels and exam codes',
  engineLost: (reason) =>
    `the model stopped working: ${reason}. What was read is written; run again to go on.`,
  cannotWrite: (path, code) =>
    code === 'ENOSPC'
      ? `cannot write ${path}: the disk is full. Labels that were written before are whole; free some space and run again.`
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
    `${number.format(done)}${total === null ? '' : ` of ${number.format(total)}`} ${(total ?? done) === 1 ? 'report' : 'reports'}, ${decimal.format(perSecond)}/s` +
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
  evaluation: englishEvaluation,
  exported: (written, failed, leftOut, path) =>
    `${plural(written, 'report')} exported, ${number.format(failed)} failed\n` +
    (leftOut === 0 ? '' : `${plural(leftOut, 'mention')} left out: a line break or tab lies inside\n`) +
    `Submission: ${path}\n`,
  exportedRecords: (written, stored, models, failed, path) =>
    `${plural(written, 'report')} exported (${fromStored(stored, models)}), ${number.format(failed)} failed\n` +
    `Export: ${path}\n`,
  losses: {
    preview: (format, reports, stored, models, failed) =>
      `${plural(reports, 'report')} would be exported to ${format} (${fromStored(stored, models)}), ${number.format(failed)} failed\n`,
    decided: (accepted, dismissed, becomes) =>
      `Decided by people: ${number.format(accepted)} accepted, ${number.format(dismissed)} dismissed (${becomes === 'leftOut' ? 'left out' : 'marked as dismissed, and not stated'})\n`,
    head: (format) => `${format} cannot hold:\n`,
    none: (format) => `${format} holds all of it\n`,
    kind: {
      labels: 'report labels',
      codes: 'codes',
      evidence: 'phrases that support codes',
      entities: 'entities',
      relations: 'relations',
      assertion: 'assertions',
      experiencer: 'findings marked as past or of a relative',
      trend: 'trends',
      subtype: 'anatomy subtypes',
      side: 'sides',
      snomed: 'SNOMED CT ids',
      scores: 'scores',
      fragments: 'entities in several pieces',
      quality: 'quality checks',
      assessments: 'categories of scales',
      notAnalysed: 'reasons why something was not read',
      wordEnds: 'entities that end inside a word: moved to its end',
      notAccepted: 'codes that nobody accepted: left out',
      otherSystems: 'codes of other code systems: left out',
      denied: 'findings that the report denies: left out',
      past: 'findings of the past or of a relative: left out',
      cut: 'phrases longer than a column: cut',
    },
  },
  learnt: (path) => `List: ${path}\n`,
  imported: (records, problems, path) =>
    `${plural(records, 'record')} imported, ${plural(problems, 'problem')} named\nLabels: ${path}\n`,
  diff: {
    file: (path, reports, models) => `${path}: ${plural(reports, 'report')}, ${models.join(', ')}`,
    counts: (compared, changed, onlyBefore, onlyAfter) =>
      `${plural(compared, 'report')} compared, ${number.format(changed)} with another text, ${number.format(onlyBefore)} in the first file alone, ${number.format(onlyAfter)} in the second alone`,
    on: 'on',
    off: 'off',
    before: 'before',
    after: 'after',
    shift: 'shift',
    size: '|shift|',
    reports: 'Reports that the models read differently, the worst first:',
    same: 'No report is read differently.',
    changedReports: 'Reports whose text has changed:',
    more: (count) => `  and ${number.format(count)} more (--json)`,
  },
  map: {
    made: (reports, missing, cached, path) =>
      [
        `${reports} reports on the map${path === '-' ? '' : `: ${path}`}`,
        ...(cached ? ['made before from the same vectors'] : []),
        ...(missing === 0 ? [] : [`without a vector (label their folder again): ${missing}`]),
      ].join('; '),
    step: (phase, part) =>
      `${phase === 'neighbours' ? 'looking for reports that are alike' : 'laying out the map'}: ${Math.round(100 * part)} %`,
    none: {
      noLabels: 'no labelled report is in the file',
      noVectors: 'no report vectors (vectors.bin) lie beside the labels: label the folder again',
      otherModel: 'the report vectors are of another model than the labels: label the folder again',
      tooFew: 'a map needs at least five reports',
    },
  },
  verify: {
    counts: (path, lines, reports, reviewers) =>
      `${path}: ${plural(lines, 'line')}, ${plural(reports, 'report')}, ${plural(reviewers, 'reviewer')}`,
    whole: 'The chain is whole.',
    none: 'No decisions have been written here.',
    broken: (line, fault) =>
      `The chain is broken at line ${line}: ${fault}. The lines before it are whole; from there on none counts and none is added.`,
    fault: {
      notALine: 'it is not a line of reviews of this version',
      sequence: 'its number does not follow the one before',
      previous: 'it does not continue the line before',
      hash: 'it was changed after it was written',
    },
    torn: 'The last line was cut off while it was written; it goes when the next decision is added.',
    onePerson: 'Agreement needs decisions of two reviewers.',
    pair: (first, second) => `Agreement of ${first} and ${second}`,
    observed: 'agree',
    codes: 'codes',
    spans: (first, second, matched, f1) =>
      `Phrases accepted: ${number.format(first)} and ${number.format(second)}, ${number.format(matched)} ${matched === 1 ? 'overlaps' : 'overlap'}, F1 ${f1}`,
  },
  doctor: {
    model: 'Model',
    providers: 'Providers',
    runtime: 'Reads with',
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
  glosa eval codiesp DIR        scores on a folder in CodiEsp's official format, or of a submission
  glosa eval entities|labels|exam DIR   scores on annotated reports
  glosa export --to FORMAT …    what was read as brat, FHIR, CSV and others, or CANTEMIST submissions
  glosa import --from FORMAT …  annotations of other tools as labels
  glosa learn CSV|DIR --out …   a site's own codes, from reports that have them
  glosa diff OLD NEW            what differs between two label files
  glosa map --out FILE          labelled reports on a plane, those alike close together
  glosa verify [DIR]            whether the chain of reviews is whole; agreement of reviewers
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
  --learned PACK        suggest the codes of a learned list too (glosa learn); may be repeated
  --no-evidence-text    no word of the reports in the labels: evidence by its place alone
  --stdin               read {"id"?, "path"?, "text"} JSON lines, print a record a line, in order
`,
    eval: `glosa eval cantemist DIR [--json] [options]
glosa eval codiesp DIR [--submission PATH] [--train DIR] [--valid FILE]… [--json] [options]
glosa eval entities|labels|exam DIR [--json] [--dev] [options]

cantemist: reads every .txt that has an .ann (brat: MORFOLOGIA_NEOPLASIA, code in AnnotatorNotes) beside it
under DIR and prints the official scores: MAP of the full ranking with and without 8000/6, exact micro
precision, recall and F1 of mentions (NER) and of mentions with code (NORM), of codes at the threshold, and
the calibration error of the report's codes.
codiesp: CodiEsp's tables *D.tsv, *P.tsv, *X.tsv and texts in DIR; MAP, MAP@30 and micro scores of the
procedures of section B that Glosa proposes (P), and of their phrases (X). Diagnoses (D) are proposed by
nobody but a person: score an export with --submission.
entities: every .txt with its .ann in Glosa's schema; exact and overlap scores, SpRadIE's, attributes, relations.
labels, exam: reports of every labels.tsv (id, labels, exam) and .jsonl (id, text, labels, exam) under DIR;
AUC, sensitivity and specificity of each label; accuracy and macro scores of the exam code.
Each folder in DIR is scored by itself; one score over all is given only where their origin is one.

  --json                one object, numbers not rounded
  --dev                 only documents that Glosa's training keeps out
  --submission PATH     score this table or folder of tables instead of reading; no model is started
  --train DIR           also score the codes alone that these tables have
  --valid FILE          codes that count as predictions, first column; may be repeated     (all)
  --jobs N              model processes                         (one per processor)
  --device auto|cpu|webgpu|cuda                                              (auto)
  --model DIR           model pack                          (the one that ships)
  --cuda-path DIR       folder of the CUDA provider's libraries
`,
    learn: `glosa learn CSV|DIR --out PACK [--reviews FOLDER] [options]
glosa learn --reviews FOLDER --out PACK [options]

Learns the codes of a site's own list from reports that have them, and prints cross-validated scores.
CSV: a table (comma, semicolon or tab) with the columns text,code or path,code, paths from the table's folder, and
perhaps description. DIR: a folder with such a table, or with one subfolder of reports for each code. Codes of
fewer than three reports are named and not learnt. PACK goes to label --learned, or into .glosa/learned of a
workspace folder. With --reviews, codes that people accepted and rejected in FOLDER/.glosa/reviews.jsonl are learnt
from too: the list's own, and exam codes that the table has. Without CSV or DIR they are all that is learnt from.

  --out PACK            file to write
  --reviews FOLDER      folder that holds .glosa with people's decisions
  --name NAME           the list's name, which its codes carry   (PACK without its ending)
  --json                one object, numbers not rounded
  --jobs N              model processes                         (one per processor)
  --device auto|cpu|webgpu|cuda                                              (auto)
  --model DIR           model pack                          (the one that ships)
  --max-size SIZE       larger files are not read; bytes, or with K, M, G      (4M)
  --cuda-path DIR       folder of the CUDA provider's libraries
`,
    import: `glosa import --from brat|codiesp|jsonl PATH --out FILE [options]

Writes annotations as label records (docs/label-record.md), each with probability 1.
brat: every .ann under PATH that has a .txt beside it. codiesp: the tables *D.tsv, *P.tsv and *X.tsv in PATH with
texts in *.txt, text_files/*.txt or texts.jsonl.gz. jsonl: a file of label records, checked line by line.

  --out FILE            label file; an existing one is added to, the last record of a path counts
  --max-size SIZE       larger files are not read; bytes, or with K, M, G      (4M)
`,
    export: `glosa export --to FORMAT PATH… --out OUT [options]
glosa export --to FORMAT PATH… --preview

Reads reports as label does, or takes their labels from .glosa/labels.jsonl where the text is still the same.
brat, conll, fhir: OUT is a folder that gets the files of each report. csv, jsonl, parquet, bioc: OUT is one file,
or a folder that gets it. codiesp, omop: OUT is a folder that gets the tables.
cantemist-coding, cantemist-norm, cantemist-ner: a submission; a case is a file's name without its ending.
cantemist-coding: one file of rows case<TAB>code, the full ranking; OUT names the file, or a folder (one that
exists, or ends in /) that gets cantemist-coding.tsv. cantemist-norm and cantemist-ner: OUT is a folder that
gets one .ann a report.

  --preview             say what the format cannot hold, and write nothing
  --fresh               read every report anew, stored labels or not
  --jobs N              model processes                         (one per processor)
  --device auto|cpu|webgpu|cuda                                              (auto)
  --model DIR           model pack                          (the one that ships)
  --max-size SIZE       larger files are not read; bytes, or with K, M, G      (4M)
  --cuda-path DIR       folder of the CUDA provider's libraries
`,
    diff: `glosa diff OLD.jsonl NEW.jsonl [--json]

What two label files say otherwise of the same reports: which labels and codes turned on or off, how far
probabilities shifted, and in which reports, the worst first. Reports whose text changed are told apart. When
another model labels a folder anew, the labels before are kept as .glosa/labels.XXXXXXXX.jsonl, after that
model's sha256.

  --json                one object, numbers not rounded
`,
    map: `glosa map [--labels FILE] --out FILE.csv|FILE.json|- [--seed N] [--perplexity N]

Lays labelled reports out on a plane (t-SNE) so that those which the model finds alike lie close together. The
vectors lie beside the labels (vectors.bin), where glosa label leaves them. One row a report: path, x and y from -1
to 1, labels, codes, exam, language. The same vectors, seed and perplexity give the same map.

  --labels FILE         label file                       (.glosa/labels.jsonl)
  --out FILE            .csv, .json, or - for CSV on standard output
  --seed N              another seed, another map                          (1)
  --perplexity N        neighbours that a report is placed by, 5 to 100   (30)
`,
    verify: `glosa verify [DIR] [--agreement] [--json]

Checks DIR/.glosa/reviews.jsonl (docs/reviews.md) line by line; DIR is the current folder unless named. Nothing is
written. Exit code 1 where the chain is broken, 0 where it is whole or there are no reviews.

  --agreement           Cohen's kappa for each label and for codes, and overlap-aware F1 of accepted phrases,
                        of every two reviewers
  --json                one object, numbers not rounded
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
