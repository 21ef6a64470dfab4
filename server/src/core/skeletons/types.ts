/** Report skeletons: the sections of an exam's report, with a place to fill in for each organ. */
import type { Modality } from '../exam/modalities.js';
import type { Region } from '../templates/examWords.js';

/** A line of Findings: its heading, and what a report without findings says there. */
export type OrganLine = readonly [heading: string, normal: string];

export interface SkeletonText {
  readonly title: string;
  /** How the exam was made: text with `{{fields}}` and `[choices|…]`. */
  readonly technique: string;
  readonly organs: readonly OrganLine[];
  /** A line of the Impression that the exam calls for, as its category; '' where it calls for none. */
  readonly closing: string;
  /** The Impression of a report without findings. */
  readonly normal: string;
}

export interface Skeleton {
  readonly id: string;
  readonly modality: Modality;
  readonly regions: readonly Region[];
  readonly es: SkeletonText;
  readonly en: SkeletonText;
}
