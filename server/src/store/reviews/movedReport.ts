/** Finds the decisions of a report that was renamed or moved, and perhaps edited. */
import { basename, join } from 'node:path';
import { readReportFile } from '../readReportFile.js';
import { EvidenceText } from './evidenceText.js';
import { sketchDistance } from './sketch.js';
import { standing } from './standing.js';
import type { Entry } from './standing.js';

/**
 * Two texts whose sketches differ in at most so many of 64 bits are taken for versions of one report. Of the 46 reports
 * written for this project no two are nearer than 12 bits; taking one sentence out and putting another in moves a
 * sketch by 4 (median), 8 (nine in ten) and 12 at most.
 */
const nearSketch = 11;
/** A larger file is no report. */
const maxBytes = 16 * 1024 * 1024;

/** How well a text fits the decisions of another path; null: it is another report. */
interface Fit {
  readonly path: string;
  readonly distance: number;
  readonly sameName: boolean;
}

/**
 * The path whose decisions are this report's: one where the last text decided on was this text, or was near it while a
 * phrase that was decided on stands in this text too; and that no longer holds that report. Null where there is none,
 * or two that fit equally.
 * @param root folder that the paths are relative to.
 */
export async function movedFrom(
  path: string,
  text: EvidenceText,
  byPath: ReadonlyMap<string, readonly Entry[]>,
  root: string,
): Promise<string | null> {
  const fits: Fit[] = [];
  for (const [other, entries] of byPath) {
    const fit = other === path ? null : fitOf(path, text, other, entries);
    if (fit !== null) fits.push(fit);
  }
  fits.sort((a, b) => a.distance - b.distance || Number(b.sameName) - Number(a.sameName));
  const free: Fit[] = [];
  for (const fit of fits) {
    if (!(await stillHolds(join(root, fit.path), text, fit.distance))) free.push(fit);
    if (free.length === 2) break;
  }
  const [best, next] = free;
  if (best === undefined) return null;
  const ambiguous = next?.distance === best.distance && next.sameName === best.sameName;
  return ambiguous ? null : best.path;
}

function fitOf(path: string, text: EvidenceText, other: string, entries: readonly Entry[]): Fit | null {
  const counted = standing(entries).filter(({ decided }) => decided.textSha256 !== null);
  const last = counted.at(-1)?.decided;
  if (last === undefined) return null;
  const sameName = basename(other) === basename(path);
  if (last.textSha256 === text.sha256) return { path: other, distance: -1, sameName };
  const distance = last.sketch === null ? Infinity : sketchDistance(last.sketch, text.sketch);
  if (distance > nearSketch) return null;
  const has = counted.some(({ decided }) => decided.evidence.some((phrase) => text.has(phrase)));
  return has ? { path: other, distance, sameName } : null;
}

/** True where the file is still there and at least as near to the present text: a copy, or another of its kind. */
async function stillHolds(file: string, text: EvidenceText, distance: number): Promise<boolean> {
  const read = await readReportFile(file, maxBytes);
  if (!read.ok) return false;
  const there = new EvidenceText(read.text);
  return (
    there.sha256 === text.sha256 ||
    sketchDistance(there.sketch, text.sketch) <= Math.max(distance, nearSketch)
  );
}
