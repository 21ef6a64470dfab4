/** Categories of standard scales, incidental findings and described organs, as a report states them. */
import type { Zone } from '../quality/zones.js';
import type { Side, Span, Trend } from '../types.js';

export const scoreSystems = [
  'BI-RADS',
  'BI-RADS density',
  'LI-RADS',
  'PI-RADS',
  'TI-RADS',
  'Lung-RADS',
  'O-RADS',
  'Fazekas',
  'ASPECTS',
  'RECIST',
] as const;
export type ScoreSystem = (typeof scoreSystems)[number];

/**
 * `current` is what this report says of the patient now; `prior` an earlier exam's; `asked` the indication's;
 * `denied` and `hypothetical` say that it is not so, or when it would be; `legend` explains the scale.
 */
export type CategoryUse = 'current' | 'prior' | 'asked' | 'denied' | 'hypothetical' | 'legend';

/** Part of an exam that a value is of; null: of the whole or of a lesion. `sequence`: one sequence's sub-score. */
export type CategoryPart = 'periventricular' | 'deep' | 'total' | 'sequence' | null;

/** Sums of the target lesions' diameters, in millimetres; null where not written. */
export interface TargetSums {
  readonly now: number | null;
  readonly before: number | null;
  /** Per cent, negative where it shrank. */
  readonly changePercent: number | null;
}

/** One mention of a category. The span takes in the scale's name and the value. */
export interface Category extends Span {
  readonly system: ScoreSystem;
  /** `ACR`, `EU`, `K` (TI-RADS), `US`, `MRI` (O-RADS), `pc` (ASPECTS), `i`, `m` (RECIST); null where not written. */
  readonly variant: string | null;
  /** As the scale writes it: `4A`, `LR-5`, `LR-TIV`, `2S`, `PR`; `Fazekas` and `ASPECTS` in digits. */
  readonly value: string;
  /** The words that give the value. */
  readonly valueSpan: Span;
  /** False where the scale has no such value. */
  readonly valid: boolean;
  readonly part: CategoryPart;
  /** Points of a TI-RADS score, where written. */
  readonly points: number | null;
  readonly sums: TargetSums | null;
  readonly use: CategoryUse;
  readonly sentence: number;
  readonly zone: Zone;
  readonly side: Side | null;
  readonly lesion: LesionKey;
}

/** What tells a lesion from another one of the same report; null where the report does not say. */
export interface LesionKey {
  /** "lesion 2", "nodule B". */
  readonly number: string | null;
  /** Liver segment, as in "VI". */
  readonly segment: string | null;
  readonly place: string | null;
  /** Largest length near it. */
  readonly millimetres: number | null;
}

export const incidentalOrgans = ['thyroid', 'lung', 'adrenal', 'kidney', 'liver', 'pancreas'] as const;
export type IncidentalOrgan = (typeof incidentalOrgans)[number];

/** A present finding of an organ that the exam was not made for. The span is the finding's own words. */
export interface Incidental extends Span {
  readonly organ: IncidentalOrgan;
  readonly side: Side | null;
  /** Its size as written, or null. */
  readonly size: Span | null;
  readonly trend: Trend | null;
  /** Further places of the report that name it. */
  readonly also: readonly Span[];
  /** `stated`: the report states a follow-up that names it; `none-needed`: it states that none is. */
  readonly followUp: 'stated' | 'none-needed' | null;
  readonly followUpSpan: Span | null;
}

export const requiredOrgans = [
  'liver',
  'gallbladder',
  'bile-ducts',
  'pancreas',
  'spleen',
  'right-kidney',
  'left-kidney',
  'vessels',
  'bladder',
  'uterus',
  'endometrium',
  'right-ovary',
  'left-ovary',
  'prostate',
  'seminal-vesicles',
] as const;
export type RequiredOrgan = (typeof requiredOrgans)[number];
export type CompletenessExam = 'abdomen' | 'renal' | 'pelvis-female' | 'pelvis-male';

/** Organs that an ultrasound exam of its kind describes, against those that this report names. */
export interface Completeness {
  readonly exam: CompletenessExam;
  /** The words that name the exam. */
  readonly title: Span;
  readonly named: readonly { readonly organ: RequiredOrgan; readonly span: Span }[];
  readonly missing: readonly RequiredOrgan[];
}

/** All that is read of one report. */
export interface Assessment {
  readonly categories: readonly Category[];
  readonly incidentals: readonly Incidental[];
  /** Null where the exam is none of the three, or limited. */
  readonly completeness: Completeness | null;
}
