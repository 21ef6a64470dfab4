/** What is wrong with files of an evaluation, and how an evaluation is followed. */
import type { PackVocabulary } from '../../core/types.js';
import type { GoldError } from '../../core/scores/goldErrors.js';
import type { AnnProblemKind } from '../../store/cantemist.js';
import type { GoldProblemKind } from '../../store/goldTable.js';
import type { BratProblemKind } from '../../store/imports/brat.js';
import type { CodiespProblemKind } from '../../store/imports/codiesp.js';
import type { ModelIdentity } from '../../store/labelRecord.js';
import type { ReportFile } from '../../store/readReportFile.js';
import type { ReadingEngine } from '../labelling/labelReports.js';

export type UnreadFile = Exclude<ReportFile, { readonly ok: true }>;

/** Why a file or a line could not be taken as it stands. */
export type GoldFileProblem =
  | { readonly kind: 'noText' }
  | { readonly kind: 'engineFailed' }
  | { readonly kind: 'unread'; readonly file: UnreadFile }
  | { readonly kind: 'ann'; readonly fault: AnnProblemKind }
  | { readonly kind: 'annotation'; readonly fault: BratProblemKind | CodiespProblemKind }
  | { readonly kind: 'table'; readonly fault: GoldProblemKind };

/** A gold document above it is no report. */
export const maxGoldBytes = 16 * 1024 * 1024;

/** What reads. */
export interface EvaluationReader {
  readonly engine: ReadingEngine;
  readonly vocabulary: PackVocabulary;
  readonly model: ModelIdentity;
  /** Engine children. */
  readonly jobs: number;
  readonly signal: AbortSignal;
}

/** Who follows an evaluation. */
export interface EvaluationWatcher {
  /** @param place path relative to the folder, `/`-separated, with `:LINE` where it is a line. */
  complain(place: string, problem: GoldFileProblem): Promise<void> | void;
  /**
   * A document was read and compared.
   * @param path relative to the folder, with its ending; of a text inside a table the table's and `:LINE`, or the case.
   */
  compared?(path: string, text: string, errors: () => readonly GoldError[]): void;
}
