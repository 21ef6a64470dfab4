/** What every command of `glosa` takes, once its words were read. */
import type { DeviceSetting } from '../../engine/types.js';
import { recordFormatNames } from '../../store/exports/formats.js';
import type { RecordFormatName } from '../../store/exports/formats.js';

export const devices = ['auto', 'cpu', 'webgpu', 'cuda'] as const;
export const formats = ['jsonl', 'csv'] as const;
export const topics = [
  'label',
  'eval',
  'export',
  'import',
  'learn',
  'verify',
  'diff',
  'map',
  'serve',
  'doctor',
] as const;
export const cantemistFormats = ['cantemist-coding', 'cantemist-norm', 'cantemist-ner'] as const;
export const evalNames = ['cantemist', 'codiesp', 'entities', 'labels', 'exam'] as const;
/** What `eval` scores. */
export type EvalName = (typeof evalNames)[number];
export const importFormats = ['brat', 'codiesp', 'jsonl'] as const;
export type CantemistName = (typeof cantemistFormats)[number];
/** What `--to` takes. */
export type ExportName = CantemistName | RecordFormatName;
export const exportFormats: readonly ExportName[] = [...recordFormatNames, ...cantemistFormats];
/** What `glosa help` can tell of. */
export type HelpTopic = 'main' | (typeof topics)[number];

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
  /** Files of learned lists whose codes are suggested too. */
  readonly learned: readonly string[];
  /** False: no words of the report in the records. */
  readonly evidenceText: boolean;
}

export interface DoctorArguments extends ModelArguments {
  readonly command: 'doctor';
  readonly json: boolean;
}

export interface EvalArguments extends ModelArguments {
  readonly command: 'eval';
  readonly what: EvalName;
  /** In CANTEMIST's or CodiEsp's official format, or of annotated reports. */
  readonly folder: string;
  /** Only the documents that Glosa's training keeps out. */
  readonly dev: boolean;
  /** CodiEsp: a submission to score, file or folder; null: the pipeline's. */
  readonly submission: string | null;
  /** CodiEsp: a folder or table whose codes count as seen in training. */
  readonly train: string | null;
  /** CodiEsp: files of codes that count as predictions; none: every code does. */
  readonly valid: readonly string[];
  readonly json: boolean;
  readonly jobs: number;
}

export interface ExportArguments extends ModelArguments {
  readonly command: 'export';
  readonly to: ExportName;
  readonly paths: readonly string[];
  /** Empty where `preview` needs none. */
  readonly out: string;
  /** Say what the format cannot hold, and write nothing. */
  readonly preview: boolean;
  /** Read every report anew, stored labels or not. */
  readonly fresh: boolean;
  readonly jobs: number;
  readonly maxBytes: number;
}

export interface ImportArguments {
  readonly command: 'import';
  readonly from: (typeof importFormats)[number];
  /** A folder, or for `jsonl` a file. */
  readonly path: string;
  readonly out: string;
  readonly maxBytes: number;
}

export interface LearnArguments extends ModelArguments {
  readonly command: 'learn';
  /** A folder, or a CSV or TSV; null: `reviews` alone. */
  readonly source: string | null;
  /** The folder that holds `.glosa` with decisions to learn from; null: none. */
  readonly reviews: string | null;
  readonly out: string;
  /** Null: the name of `out` without its ending. */
  readonly name: string | null;
  readonly json: boolean;
  readonly jobs: number;
  readonly maxBytes: number;
}

export interface VerifyArguments {
  readonly command: 'verify';
  /** That holds `.glosa`. */
  readonly folder: string;
  readonly agreement: boolean;
  readonly json: boolean;
}

export interface DiffArguments {
  readonly command: 'diff';
  /** Path of the older label file. */
  readonly before: string;
  readonly after: string;
  readonly json: boolean;
}

export interface MapArguments {
  readonly command: 'map';
  /** Label file. */
  readonly labels: string;
  /** `-` for standard output. */
  readonly out: string;
  readonly format: 'csv' | 'json';
  readonly seed: number;
  readonly perplexity: number;
}

export type CliArguments =
  | MapArguments
  | DiffArguments
  | LearnArguments
  | LabelArguments
  | DoctorArguments
  | EvalArguments
  | ExportArguments
  | ImportArguments
  | VerifyArguments
  | { readonly command: 'serve' }
  | { readonly command: 'version' }
  | { readonly command: 'help'; readonly topic: HelpTopic };
