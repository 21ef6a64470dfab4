/** The scales: how their names are written, and which values each has. */
import { foldedAt } from './tokens.js';
import type { Token } from './tokens.js';
import type { Word } from '../types.js';
import type { CategoryPart, ScoreSystem } from './types.js';

export interface ScaleName {
  readonly system: ScoreSystem;
  readonly variant: string | null;
  /** Index of the first word of the name and of the word after it. */
  readonly first: number;
  readonly end: number;
  /** The name is one of the value's own ("LR-5", "TR4"): the value follows at once. */
  readonly short: boolean;
}

const dash = /^[-–—‐‑_]$/u;
const rads = /^rads?$/;
/** First part of the names that end in "RADS". */
const stems: ReadonlyMap<string, ScoreSystem> = new Map([
  ['bi', 'BI-RADS'],
  ['li', 'LI-RADS'],
  ['pi', 'PI-RADS'],
  ['ti', 'TI-RADS'],
  ['lung', 'Lung-RADS'],
  ['o', 'O-RADS'],
]);
const joined = /^(bi|li|pi|ti|eti|euti|kti|lung|o)rads?$/;
const tiradsVariants: ReadonlyMap<string, string> = new Map([
  ['acr', 'ACR'],
  ['eu', 'EU'],
  ['k', 'K'],
]);

/** Every word that a name begins with, or that is one. */
const nameWords: ReadonlySet<string> = new Set([
  ...stems.keys(),
  ...['bi', 'li', 'pi', 'ti', 'eti', 'euti', 'kti', 'lung', 'o'].flatMap((stem) => [
    `${stem}rad`,
    `${stem}rads`,
  ]),
  ...['fazekas', 'aspect', 'aspects', 'lr', 'tr'],
]);

/** Words that every name has one of. */
const tellingWords: ReadonlySet<string> = new Set([
  ...[...nameWords].filter((word) => !stems.has(word)),
  'rad',
  'rads',
]);

/** False where a report names no scale: most have none of the words. */
export function mayNameScale(words: readonly (readonly Word[])[]): boolean {
  for (const list of words) for (const { folded } of list) if (tellingWords.has(folded)) return true;
  return false;
}

/** What the report as a whole tells: "LR-5" and "TR4" are categories beside a liver or a thyroid only. */
export interface ScanContext {
  readonly liver: boolean;
  readonly thyroid: boolean;
}

/** The scale that is named at a word, or null. */
export function scaleAt(tokens: readonly Token[], at: number, context: ScanContext): ScaleName | null {
  const word = foldedAt(tokens, at);
  if (!nameWords.has(word)) return null;
  const one = joined.exec(word)?.[1];
  if (one !== undefined) return radsName(tokens, at, at + 1, one.replace(/^(?:eu?|k)(?=ti)/, ''));
  const stem = stems.get(word);
  if (stem !== undefined) {
    const next = dash.test(foldedAt(tokens, at + 1)) ? at + 2 : at + 1;
    // "una lesión o rads" is no name: the bare letter is a capital or has its hyphen.
    const plain = word === 'o' && next === at + 1 && tokens[at]?.caseType === 0;
    if (rads.test(foldedAt(tokens, next)) && !plain) return radsName(tokens, at, next + 1, word);
    return null;
  }
  const capitals = tokens[at]?.caseType === 2;
  if (word === 'fazekas') return { system: 'Fazekas', variant: null, first: at, end: at + 1, short: false };
  if ((word === 'aspects' && (capitals || tokens[at]?.caseType === 1)) || (word === 'aspect' && capitals)) {
    const pc = dash.test(foldedAt(tokens, at - 1)) && foldedAt(tokens, at - 2) === 'pc';
    return {
      system: 'ASPECTS',
      variant: pc ? 'pc' : null,
      first: pc ? at - 2 : at,
      end: at + 1,
      short: false,
    };
  }
  if (word === 'lr' && capitals && context.liver)
    return { system: 'LI-RADS', variant: null, first: at, end: at + 1, short: true };
  if (word === 'tr' && capitals && context.thyroid)
    return { system: 'TI-RADS', variant: 'ACR', first: at, end: at + 1, short: true };
  return null;
}

function radsName(tokens: readonly Token[], at: number, end: number, stem: string): ScaleName | null {
  const system = stems.get(stem);
  if (system === undefined) return null;
  const word = foldedAt(tokens, at);
  let variant: string | null = null;
  let first = at;
  if (system === 'TI-RADS') {
    const before = dash.test(foldedAt(tokens, at - 1)) ? at - 2 : at - 1;
    const named = tiradsVariants.get(foldedAt(tokens, before));
    if (word.startsWith('e')) variant = 'EU';
    else if (word.startsWith('k')) variant = 'K';
    else if (named !== undefined) [variant, first] = [named, before];
  }
  return { system, variant, first, end, short: false };
}

const validValues: Readonly<Record<Exclude<ScoreSystem, 'TI-RADS' | 'Fazekas'>, RegExp>> = {
  'BI-RADS': /^(?:[0-6]|4[ABC])$/,
  'BI-RADS density': /^[A-D1-4]$/,
  'LI-RADS': /^(?:LR-(?:[1-5]|5V|M|TIV|NC|TR)|US-[1-3])$/,
  'PI-RADS': /^[1-5X]$/,
  'Lung-RADS': /^(?:[0-4]|4[ABX])S?$/,
  'O-RADS': /^[0-5]$/,
  ASPECTS: /^(?:\d|10)$/,
  RECIST: /^(?:CR|PR|SD|PD|NE)$/,
};

/** True where the scale has the value; of a TI-RADS without a name of its makers, where any of them has. */
export function isValid(
  system: ScoreSystem,
  variant: string | null,
  value: string,
  part: CategoryPart,
): boolean {
  if (system === 'TI-RADS') return (variant === null ? /^(?:[1-6]|4[ABC])$/ : /^[1-5]$/).test(value);
  if (system === 'Fazekas') return (part === 'total' ? /^[0-6]$/ : /^[0-3]$/).test(value);
  return validValues[system].test(value);
}

/** The number that a value goes with, "4" of "4A", "5" of "LR-5"; null for letters. */
export function rankOf(value: string): number | null {
  const digits = /\d+/.exec(value)?.[0];
  return digits === undefined ? null : Number(digits);
}

/** True where two values say the same, or one less exactly: "4" and "4A", "2" and "2S". */
export function sameValue(a: string, b: string): boolean {
  const plain = (value: string): string => value.replace(/(?<=\d[ABX]?)S$/, '');
  const [one, other] = [plain(a), plain(b)];
  if (one === other) return true;
  const bare = (value: string): string => value.replace(/[A-CX]$/, '');
  return bare(one) === bare(other) && (one === bare(one) || other === bare(other));
}
