/** What a report states on standard scales, in passing, and of the organs of its exam. */
import type { WireRange } from './ranges.js';

/** Part of `glosa/analysis`: read by rules, with or without a model. Names are in the client's locale. */
export interface WireAssessment {
  /** In text order. */
  readonly categories: readonly WireCategory[];
  readonly incidentals: readonly WireIncidental[];
  /** Null where the exam is no abdominal, renal or pelvic ultrasound, or a limited one. */
  readonly completeness: WireCompleteness | null;
}

/** One mention of a category. */
export interface WireCategory {
  /** `BI-RADS`, `BI-RADS density`, `LI-RADS`, `PI-RADS`, `TI-RADS`, `Lung-RADS`, `O-RADS`, `Fazekas`, `ASPECTS`, `RECIST`. */
  readonly system: string;
  /** `ACR`, `EU`, `K`, `US`, `MRI`, `pc`, `i`, `m`, or null. */
  readonly variant: string | null;
  readonly value: string;
  /** "BI-RADS 4A", for a person. */
  readonly name: string;
  /** One line on what the value stands for; null where the scale has no such value. */
  readonly meaning: string | null;
  /** Said of the patient now, of an earlier exam, in the indication, denied, or under a condition. */
  readonly use: 'current' | 'prior' | 'asked' | 'denied' | 'hypothetical';
  readonly part: 'periventricular' | 'deep' | 'total' | 'sequence' | null;
  readonly side: 'left' | 'right' | 'bilateral' | null;
  /** Points of a TI-RADS score. */
  readonly points: number | null;
  /** Sums of the target lesions in millimetres, and the change in per cent; null where not written. */
  readonly sums: {
    readonly now: number | null;
    readonly before: number | null;
    readonly changePercent: number | null;
  } | null;
  readonly range: WireRange;
  /** Of the value alone. */
  readonly valueRange: WireRange;
}

/** A present finding of an organ that the exam was not made for. */
export interface WireIncidental {
  /** `thyroid`, `lung`, `adrenal`, `kidney`, `liver` or `pancreas`. */
  readonly organ: string;
  readonly organName: string;
  readonly side: 'left' | 'right' | 'bilateral' | null;
  readonly trend: 'new' | 'increasing' | 'decreasing' | 'no-change' | 'resolved' | null;
  readonly range: WireRange;
  readonly size: WireRange | null;
  /** Further places that name it. */
  readonly also: readonly WireRange[];
  /** What the report states of a follow-up; null where it states none. */
  readonly followUp: 'stated' | 'none-needed' | null;
  readonly followUpRange: WireRange | null;
}

export interface WireCompleteness {
  /** `abdomen`, `renal`, `pelvis-female` or `pelvis-male`. */
  readonly exam: string;
  readonly examName: string;
  /** The words that name the exam. */
  readonly range: WireRange;
  readonly named: readonly WireNamedOrgan[];
  /** Names of the organs that the report does not name. */
  readonly missing: readonly string[];
}
export interface WireNamedOrgan {
  readonly name: string;
  readonly range: WireRange;
}
