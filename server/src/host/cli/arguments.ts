/** The words after `glosa`: which command they name, and what it takes. */
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { defaultMapOptions, leastPerplexity, mostPerplexity } from '../../core/map/reportMap.js';
import { glosaFolderName, labelFileName } from '../../store/glosaFolder.js';
import {
  cantemistFormats,
  evalNames,
  exportFormats,
  formats,
  importFormats,
  topics,
} from './argumentTypes.js';
import type { CantemistName, CliArguments, ExportName, HelpTopic } from './argumentTypes.js';
import { byteSize, jobsOf, modelArguments, oneOf } from './argumentValues.js';
import { CliError, exitCodes } from './exitCodes.js';
import type { Messages } from './messages.js';

const help = { help: { type: 'boolean', short: 'h' } } as const;
const modelOptions = {
  ...help,
  model: { type: 'string' },
  device: { type: 'string', default: 'auto' },
  'cuda-path': { type: 'string' },
} as const;

/** Reads the words after `glosa`. @throws CliError with exit code 2. */
export function parseArguments(argv: readonly string[], messages: Messages): CliArguments {
  const [command, ...rest] = argv;
  try {
    switch (command) {
      case 'label':
        return labelArguments(rest, messages);
      case 'doctor':
        return doctorArguments(rest, messages);
      case 'eval':
        return evalArguments(rest, messages);
      case 'export':
        return exportArguments(rest, messages);
      case 'import':
        return importArguments(rest, messages);
      case 'learn':
        return learnArguments(rest, messages);
      case 'verify':
        return verifyArguments(rest, messages);
      case 'diff':
        return diffArguments(rest, messages);
      case 'map':
        return mapArguments(rest, messages);
      case 'serve':
        return serveArguments(rest, messages);
      case 'help':
        return { command: 'help', topic: helpTopic(rest[0], messages) };
      case undefined:
      case '--help':
      case '-h':
        return { command: 'help', topic: 'main' };
      case '--version':
      case '-v':
        return { command: 'version' };
      default:
        throw new CliError(exitCodes.usage, messages.usage.unknownCommand(command));
    }
  } catch (error) {
    // parseArgs throws TypeErrors whose code starts so; their English message quotes the option.
    const code = error instanceof TypeError ? (error as NodeJS.ErrnoException).code : undefined;
    if (code?.startsWith('ERR_PARSE_ARGS') !== true) throw error;
    const { message } = error as TypeError;
    const option = /'(?:-\w, )?(--?[^\s'<]+)/.exec(message)?.[1];
    if (option !== undefined) throw new CliError(exitCodes.usage, messages.usage.wrongOption(option));
    const argument = /'([^']*)'/.exec(message)?.[1];
    throw new CliError(
      exitCodes.usage,
      argument === undefined ? message : messages.usage.unexpected(argument),
    );
  }
}

/** The command that a command line names, for its help; null where it names none. */
export function commandOf([command]: readonly string[]): HelpTopic | null {
  return topics.find((known) => known === command) ?? null;
}

function helpTopic(asked: string | undefined, messages: Messages): HelpTopic {
  const topic = asked === undefined ? 'main' : topics.find((known) => known === asked);
  if (topic === undefined) throw new CliError(exitCodes.usage, messages.usage.unknownCommand(asked ?? ''));
  return topic;
}

function labelArguments(args: string[], messages: Messages): CliArguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...modelOptions,
      out: { type: 'string', short: 'o' },
      format: { type: 'string', default: 'jsonl' },
      jobs: { type: 'string', short: 'j' },
      stdin: { type: 'boolean', default: false },
      learned: { type: 'string', multiple: true, default: [] },
      'no-evidence-text': { type: 'boolean', default: false },
      'max-size': { type: 'string', default: '4M' },
    },
  });
  if (values.help === true) return { command: 'help', topic: 'label' };
  const format = oneOf('--format', values.format, formats, messages);
  if (values.stdin && (positionals.length > 0 || (values.out ?? '-') !== '-' || format !== 'jsonl'))
    throw new CliError(exitCodes.usage, messages.usage.stdinAlone);
  if (!values.stdin && positionals.length === 0) throw new CliError(exitCodes.usage, messages.usage.noPaths);
  return {
    command: 'label',
    paths: positionals,
    out: values.out ?? null,
    format,
    jobs: jobsOf(values.jobs, messages),
    stdin: values.stdin,
    learned: values.learned,
    evidenceText: !values['no-evidence-text'],
    maxBytes: byteSize(values['max-size'], messages),
    ...modelArguments(values, messages),
  };
}

function doctorArguments(args: string[], messages: Messages): CliArguments {
  const { values } = parseArgs({
    args,
    options: { ...modelOptions, json: { type: 'boolean', default: false } },
  });
  if (values.help === true) return { command: 'help', topic: 'doctor' };
  return { command: 'doctor', json: values.json, ...modelArguments(values, messages) };
}

function evalArguments(args: string[], messages: Messages): CliArguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...modelOptions,
      json: { type: 'boolean', default: false },
      dev: { type: 'boolean', default: false },
      submission: { type: 'string' },
      train: { type: 'string' },
      valid: { type: 'string', multiple: true, default: [] },
      jobs: { type: 'string', short: 'j' },
    },
  });
  if (values.help === true) return { command: 'help', topic: 'eval' };
  const [name, folder, ...more] = positionals;
  const what = evalNames.find((known) => known === name);
  const { json, dev, valid, submission = null, train = null } = values;
  const ofCodiesp = submission !== null || train !== null || valid.length > 0;
  const corpus = what === 'cantemist' || what === 'codiesp';
  if (
    what === undefined ||
    folder === undefined ||
    more.length > 0 ||
    (dev && corpus) ||
    (ofCodiesp && what !== 'codiesp')
  )
    throw new CliError(exitCodes.usage, messages.usage.evalNeeds);
  return {
    command: 'eval',
    what,
    folder,
    dev,
    submission,
    train,
    valid,
    json,
    jobs: jobsOf(values.jobs, messages),
    ...modelArguments(values, messages),
  };
}

function exportArguments(args: string[], messages: Messages): CliArguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...modelOptions,
      to: { type: 'string' },
      out: { type: 'string', short: 'o', default: '' },
      preview: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      jobs: { type: 'string', short: 'j' },
      'max-size': { type: 'string', default: '4M' },
    },
  });
  if (values.help === true) return { command: 'help', topic: 'export' };
  const { out, preview, fresh } = values;
  if (values.to === undefined || (out === '' && !preview) || positionals.length === 0)
    throw new CliError(exitCodes.usage, messages.usage.exportNeeds);
  const to = oneOf('--to', values.to, exportFormats, messages);
  if ((preview || fresh) && isCantemist(to))
    throw new CliError(exitCodes.usage, messages.usage.notForCantemist(preview ? '--preview' : '--fresh'));
  return {
    command: 'export',
    to,
    paths: positionals,
    out,
    preview,
    fresh,
    jobs: jobsOf(values.jobs, messages),
    maxBytes: byteSize(values['max-size'], messages),
    ...modelArguments(values, messages),
  };
}

/** True where a submission is made of the model's mentions, not of label records. */
export function isCantemist(name: ExportName): name is CantemistName {
  return cantemistFormats.some((known) => known === name);
}

function importArguments(args: string[], messages: Messages): CliArguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...help,
      from: { type: 'string' },
      out: { type: 'string', short: 'o' },
      'max-size': { type: 'string', default: '4M' },
    },
  });
  if (values.help === true) return { command: 'help', topic: 'import' };
  const { from, out } = values;
  const [path, ...more] = positionals;
  if (from === undefined || out === undefined || out === '' || path === undefined || more.length > 0)
    throw new CliError(exitCodes.usage, messages.usage.importNeeds);
  return {
    command: 'import',
    from: oneOf('--from', from, importFormats, messages),
    path,
    out,
    maxBytes: byteSize(values['max-size'], messages),
  };
}

function learnArguments(args: string[], messages: Messages): CliArguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...modelOptions,
      out: { type: 'string', short: 'o' },
      name: { type: 'string' },
      reviews: { type: 'string' },
      json: { type: 'boolean', default: false },
      jobs: { type: 'string', short: 'j' },
      'max-size': { type: 'string', default: '4M' },
    },
  });
  if (values.help === true) return { command: 'help', topic: 'learn' };
  const [source, ...more] = positionals;
  const { out, name = null, reviews = null } = values;
  const nothing = source === undefined && reviews === null;
  if (nothing || out === undefined || out === '' || name === '' || reviews === '' || more.length > 0)
    throw new CliError(exitCodes.usage, messages.usage.learnNeeds);
  return {
    command: 'learn',
    source: source ?? null,
    reviews,
    out,
    name,
    json: values.json,
    jobs: jobsOf(values.jobs, messages),
    maxBytes: byteSize(values['max-size'], messages),
    ...modelArguments(values, messages),
  };
}

function verifyArguments(args: string[], messages: Messages): CliArguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...help,
      agreement: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.help === true) return { command: 'help', topic: 'verify' };
  const [folder = '.', ...more] = positionals;
  if (more.length > 0) throw new CliError(exitCodes.usage, messages.usage.verifyNeeds);
  return { command: 'verify', folder, agreement: values.agreement, json: values.json };
}

function diffArguments(args: string[], messages: Messages): CliArguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { ...help, json: { type: 'boolean', default: false } },
  });
  if (values.help === true) return { command: 'help', topic: 'diff' };
  const [before, after, ...more] = positionals;
  if (before === undefined || after === undefined || more.length > 0)
    throw new CliError(exitCodes.usage, messages.usage.diffNeeds);
  return { command: 'diff', before, after, json: values.json };
}

function mapArguments(args: string[], messages: Messages): CliArguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...help,
      labels: { type: 'string', default: join(glosaFolderName, labelFileName) },
      out: { type: 'string', short: 'o' },
      seed: { type: 'string', default: String(defaultMapOptions.seed) },
      perplexity: { type: 'string', default: String(defaultMapOptions.perplexity) },
    },
  });
  if (values.help === true) return { command: 'help', topic: 'map' };
  const { out, labels } = values;
  const seed = Number(values.seed);
  const perplexity = Number(values.perplexity);
  const isSeed = /^\d+$/.test(values.seed) && seed < 2 ** 32;
  const isPerplexity =
    values.perplexity !== '' && perplexity >= leastPerplexity && perplexity <= mostPerplexity;
  const format =
    out === '-' || out?.endsWith('.csv') === true ? 'csv' : out?.endsWith('.json') === true ? 'json' : null;
  if (out === undefined || format === null || positionals.length > 0 || !isSeed || !isPerplexity)
    throw new CliError(exitCodes.usage, messages.usage.mapNeeds);
  return { command: 'map', labels, out, format, seed, perplexity };
}

function serveArguments(args: string[], messages: Messages): CliArguments {
  // Editors that start servers add --clientProcessId; vscode-languageserver reads it from process.argv.
  const { values } = parseArgs({
    args,
    options: { ...help, stdio: { type: 'boolean' }, clientProcessId: { type: 'string' } },
  });
  if (values.help === true) return { command: 'help', topic: 'serve' };
  if (values.stdio !== true) throw new CliError(exitCodes.usage, messages.usage.serveNeedsStdio);
  return { command: 'serve' };
}
