/** Numbers and sentences of the page. */
import type { LookReason, ReportRow, TermsResult } from '../../../../server/src/protocol.js';
import { filled } from '../../filled.js';
import type { WorkspaceTexts } from '../types.js';

/** What layouts need to say things. */
export interface Words {
  readonly texts: WorkspaceTexts;
  readonly terms: TermsResult;
  number(value: number): string;
  /** With as many digits as tell small ones apart. */
  decimal(value: number): string;
  percent(probability: number): string;
  /** With its sign, in points. */
  shift(value: number): string;
}

export function wordsOf(texts: WorkspaceTexts, terms: TermsResult, language: string): Words {
  const whole = new Intl.NumberFormat(language, { useGrouping: true });
  const digits = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const points = new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  return {
    texts,
    terms,
    number: (value) => whole.format(value),
    decimal: (value) => digits.format(value),
    percent: (probability) => {
      if (probability > 0 && probability < 0.005) return `<${percent.format(0.01)}`;
      if (probability < 1 && probability >= 0.995) return `>${percent.format(0.99)}`;
      return percent.format(probability);
    },
    shift: (value) => points.format(value),
  };
}

/** A label's name; what is no label is shown as it is. */
export function labelName(words: Words, id: string): string {
  return (words.terms.labels as Readonly<Record<string, string>>)[id] ?? id;
}

export function anatomyName(words: Words, subtype: string): string {
  return words.terms.subtypes[subtype] ?? subtype;
}

/** Why a row is worth a look: the failure, or what is contradicted or near its threshold. */
export function lookText(words: Words, { failure, look }: ReportRow): string {
  if (failure !== null) return failure.message;
  return look === null ? '' : reasonText(words, look);
}

function reasonText(words: Words, { kind, subject, system, probability, threshold }: LookReason): string {
  const name = system === null ? labelName(words, subject) : subject;
  return filled(words.texts.table.look[kind], name, words.percent(probability), words.percent(threshold));
}

/** A word for each thing that a row is; colour says nothing more. */
export function stateWords(words: Words, row: ReportRow): string[] {
  const { state } = words.texts.table;
  return [
    ...(row.failure === null ? [] : [state.failed]),
    ...(row.look === null || row.look.kind === 'threshold' ? [] : [state.suspected]),
    ...(row.labels.some(({ doubtful }) => doubtful) ? [state.doubtful] : []),
    ...(row.reviewed ? [state.reviewed] : []),
    ...(row.empty ? [state.empty] : []),
  ];
}
