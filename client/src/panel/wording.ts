/** The words that models are made of; `texts.ts` has them in the interface's language. */
import type {
  TermsResult,
  WireCategory,
  WireCode,
  WireLearntLabel,
  WireStatus,
} from '../../../server/src/protocol.js';
import type { PageTexts, PanelDo, PanelSectionId } from './types.js';

/** Words of the section on what decisions have taught. */
export interface LearntWording {
  /** "Shown probabilities lowered after 14 decisions: 62 % is shown as 41 %". */
  shift(
    shift: WireLearntLabel['shift'],
    decisions: number,
    needed: number,
    before: number,
    after: number,
  ): string;
  why(needed: number): string;
  list(codes: number, reports: number, accuracy: number, macroF1: number, reviewed: number): string;
  /** @param day `YYYY-MM-DD`. */
  listWhy(day: string): string;
}

/** Words of the section of categories and incidental findings. */
export interface AssessmentWording {
  readonly categories: string;
  readonly incidentals: string;
  readonly organs: string;
  others(count: number): string;
  readonly byRule: string;
  readonly noValue: string;
  readonly uses: Readonly<Record<Exclude<WireCategory['use'], 'current'>, string>>;
  readonly parts: Readonly<Record<NonNullable<WireCategory['part']>, string>>;
  points(points: number): string;
  sums(sums: NonNullable<WireCategory['sums']>): readonly string[];
  readonly followUps: Readonly<Record<'stated' | 'none-needed', string>>;
  readonly noFollowUp: string;
  readonly allNamed: string;
  notNamed(organs: string): string;
}

export interface PanelWording extends PageTexts {
  readonly terms: TermsResult | null;
  readonly sections: Readonly<Record<PanelSectionId, { readonly title: string; readonly empty: string }>>;
  /** Whole per cent; what would round to 0 or 100 without being it says so. */
  percent(probability: number): string;
  quoted(text: string): string;
  reveal(text: string, line: number): string;
  whyOf(name: string): string;
  readonly actions: Readonly<Record<PanelDo, string>>;
  /** "Accept 8140/3". */
  act(action: PanelDo, name: string): string;
  readonly says: Readonly<Record<'stated' | 'doubtful' | 'notStated', string>>;
  moreNotStated(count: number): string;
  notApplying(count: number): string;
  thresholds(stated: number, doubtful: number): string;
  readonly topWords: string;
  without(probability: number, now: number): string;
  readonly noReading: string;
  /** Said where the report is there to look at. */
  readonly read: string;
  /** "suspected, in the patient’s history"; stated of the patient is empty. */
  status(status: WireStatus): readonly string[];
  review(review: WireCode['review']): string | null;
  readonly staleWhy: string;
  weaker(count: number): string;
  mention(text: string, probability: number, runnerUp: string | null): string;
  runnerUp(code: string, probability: number): string;
  readonly otherLanguage: Readonly<Record<WireCode['descriptionLanguage'], string>>;
  readonly language: WireCode['descriptionLanguage'];
  readonly elsewhere: string;
  score(score: number): string;
  supports(labels: readonly string[]): string;
  cues(words: readonly string[]): string;
  readonly supportsNothing: string;
  rule(id: string): string;
  readonly learnt: LearntWording;
  readonly assessment: AssessmentWording;
}
