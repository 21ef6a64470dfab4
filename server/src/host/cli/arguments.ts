import { parseArgs } from 'node:util';
import { availableParallelism } from 'node:os';
import type { DeviceSetting } from '../../engine/types.js';
import { CliError, exitCodes } from './exitCodes.js';
import type { Messages } from './messages.js';

/** What decides which model reads and where. */
export interface ModelArguments {
  /** Null: the pack that ships. */
  readonly model: string | null;
  readonly device: DeviceSetting;
  readonly cudaPath: string | null;
}

export interface LabelArguments extends ModelArguments {
  readonly command: 'label';
  readonly paths: readonly string[];
  /** `-` for standard output; null: beside the reports. */
  readonly out: string | null;
  readonly format: 'jsonl' | 'csv';
  readonly jobs: number;
  readonly stdin: boolean;
  readonly maxBytes: number;
}

export interface DoctorArguments extends ModelArguments {
  readonly command: 'doctor';
  readonly json: boolean;
}

export interface EvalArguments extends ModelArguments {
  readonly command: 'eval';
  /** In CANTEMIST's official format. */
  readonly folder: string;
  readonly json: boolean;
  readonly jobs: number;
}

export interface ExportArguments extends ModelArguments {
  readonly command: 'export';
  readonly to: (typeof exportFormats)[number];
  readonly paths: readonly string[];
  readonly out: string;
  readonly jobs: number;
  readonly maxBytes: number;
}

export type CliArguments =
  | LabelArguments
  | DoctorArguments
  | EvalArguments
  | ExportArguments
  | { readonly command: 'serve' }
  | { readonly command: 'version' }
  | { readonly command: 'help'; readonly topic: HelpTopic };

const devices = ['auto', 'cpu', 'webgpu', 'cuda'] as const;
const formats = ['jsonl', 'csv'] as const;
const topics = ['label', 'eval', 'export', 'serve', 'doctor'] as const;
const exportFormats = ['cantemist-coding', 'cantemist-norm', 'cantemist-ner'] as const;
/** What `glosa help` can tell of. */
export type HelpTopic = 'main' | (typeof topics)[number];
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
    const option = /'(--?[^\s'<]+)/.exec(message)?.[1];
    throw new CliError(exitCodes.usage, option === undefined ? message : messages.usage.wrongOption(option));
  }
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
      jobs: { type: 'string', short: 'j' },
    },
  });
  if (values.help === true) return { command: 'help', topic: 'eval' };
  const [corpus, folder, ...more] = positionals;
  if (corpus !== 'cantemist' || folder === undefined || more.length > 0)
    throw new CliError(exitCodes.usage, messages.usage.evalNeeds);
  const jobs = jobsOf(values.jobs, messages);
  return { command: 'eval', folder, json: values.json, jobs, ...modelArguments(values, messages) };
}

function exportArguments(args: string[], messages: Messages): CliArguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...modelOptions,
      to: { type: 'string' },
      out: { type: 'string', short: 'o' },
      jobs: { type: 'string', short: 'j' },
      'max-size': { type: 'string', default: '4M' },
    },
  });
  if (values.help === true) return { command: 'help', topic: 'export' };
  const { to, out } = values;
  if (to === undefined || out === undefined || out === '' || positionals.length === 0)
    throw new CliError(exitCodes.usage, messages.usage.exportNeeds);
  return {
    command: 'export',
    to: oneOf('--to', to, exportFormats, messages),
    paths: positionals,
    out,
    jobs: jobsOf(values.jobs, messages),
    maxBytes: byteSize(values['max-size'], messages),
    ...modelArguments(values, messages),
  };
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

function modelArguments(
  values: { model?: string | undefined; device: string; 'cuda-path'?: string | undefined },
  messages: Messages,
): ModelArguments {
  return {
    model: values.model ?? null,
    device: oneOf('--device', values.device, devices, messages),
    cudaPath: values['cuda-path'] ?? null,
  };
}

function oneOf<T extends string>(
  option: string,
  value: string,
  allowed: readonly T[],
  messages: Messages,
): T {
  const found = allowed.find((item) => item === value);
  if (found === undefined)
    throw new CliError(exitCodes.usage, messages.usage.notOneOf(option, value, allowed));
  return found;
}

function jobsOf(value: string | undefined, messages: Messages): number {
  return value === undefined ? availableParallelism() : positiveInteger('--jobs', value, messages);
}

function positiveInteger(option: string, value: string, messages: Messages): number {
  if (!/^[1-9]\d{0,3}$/.test(value))
    throw new CliError(exitCodes.usage, messages.usage.notPositiveInteger(option, value));
  return Number(value);
}

function byteSize(value: string, messages: Messages): number {
  const match = /^(\d{1,12})([KMG]?)$/i.exec(value);
  const bytes = Number(match?.[1]) * 1024 ** ['', 'K', 'M', 'G'].indexOf(match?.[2]?.toUpperCase() ?? '');
  if (match === null || bytes < 1) throw new CliError(exitCodes.usage, messages.usage.notASize(value));
  return bytes;
}
