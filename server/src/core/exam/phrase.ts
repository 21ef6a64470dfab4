/** Which examination some words name: modality, body part, side and contrast of an ICD-10-PCS imaging code. */
import { contrastWords, sideWords } from './lexicon.js';
import { digitOf, modalityPlaces, namesViews } from './modalities.js';
import { regionWords } from './regions.js';
import { wholeWords } from './regionWords.js';
import type { ModalityDigit, RegionWords } from './regionWords.js';

type Side = 'right' | 'left' | 'both';

/** An examination as its words name it. */
export interface NamedExam {
  /** First four characters of the codes that it may be; several where the words leave the side open. */
  readonly stems: readonly string[];
  readonly modality: ModalityDigit;
  readonly region: RegionWords;
  /** Whether contrast was given; null where the words do not say. */
  readonly contrast: boolean | null;
}

interface Found {
  readonly region: RegionWords;
  readonly start: number;
}

/** Regions that together are one body part, by modality; the first that the words hold all of. */
const together: readonly (readonly [modality: ModalityDigit, ids: readonly string[], region: string])[] = [
  ['2', ['chest', 'abdomen', 'pelvis'], 'trunk'],
  ['2', ['chest', 'abdomen-pelvis'], 'trunk'],
  ['2', ['chest-abdomen', 'pelvis'], 'trunk'],
  ['2', ['chest', 'abdomen'], 'chest-abdomen'],
  ['2', ['abdomen', 'pelvis'], 'abdomen-pelvis'],
  ['2', ['liver', 'pelvis'], 'abdomen-pelvis'],
  ['0', ['abdomen', 'pelvis'], 'abdomen-pelvis'],
  ['2', ['neck', 'chest'], 'neck'],
  ['3', ['brain', 'orbits'], 'brain'],
  ['3', ['brain', 'acoustic'], 'brain'],
  ['3', ['brain', 'pituitary'], 'brain'],
  ['3', ['abdomen', 'biliary'], 'abdomen'],
  ['2', ['brain', 'face'], 'brain'],
  ['4', ['kidney', 'bladder'], 'urinary'],
  ['4', ['bladder', 'prostate'], 'bladder'],
  ['4', ['neck', 'thyroid'], 'thyroid'],
  ['4', ['thyroid', 'parathyroid'], 'parathyroid'],
  ['4', ['abdomen', 'kidney'], 'abdomen'],
  ['0', ['ribs', 'chest'], 'ribs'],
  ['0', ['pelvis', 'hip'], 'hip'],
  ['3', ['pelvis', 'hip'], 'hip'],
];
const vesselsByMri = wholeWords('mra|angio ?-? ?(?:rm|rmn|mr|resonancia)');
const regionById = new Map(regionWords.map((region) => [region.id, region]));

/**
 * The examination that `words` (of `joinWords`) name; null where they name no modality or no part of the body.
 * @param title whether the words are a report's title, where views alone mean plain radiography.
 * @param weeks weeks of gestation that the report states; asked for fetal ultrasound alone.
 */
export function namedExam(
  words: string,
  title: boolean,
  weeks: () => number | null = () => null,
): NamedExam | null {
  const named = modalityOf(words, title);
  if (named === null) return null;
  const found = regionsOf(words).filter(({ region }) => region.parts[named] !== undefined);
  const region = chooseRegion(named, found, words);
  const part = region?.parts[named];
  if (region === undefined || part === undefined) return null;
  const parts = typeof part === 'string' ? [part] : sidedParts(part, sideOf(words), region.id);
  const stems = parts
    .map((value) => (value.includes('?') ? value.replace('?', trimester(weeks()) ?? '?') : value))
    .filter((value) => !value.includes('?'))
    .map((value) => `B${value.slice(0, 1)}${named}${value.slice(1)}`);
  return stems.length === 0
    ? null
    : {
        stems,
        modality: named,
        region,
        contrast: contrastOf(words) ?? (region.id === 'biliary' ? false : null),
      };
}

/** Whether the words say that contrast was given; null where they say neither. */
export function contrastOf(words: string): boolean | null {
  if (contrastWords.withAndWithout.areIn(words)) return true;
  const without = contrastWords.without.areIn(words);
  const rest = without ? words.replace(contrastWords.without.every, '\u0001') : words;
  if (contrastWords.with.areIn(rest) || contrastWords.implied.areIn(words)) return true;
  return without ? false : null;
}

/** Fifth character of a code of that modality: 1 for CT with contrast, Y for MRI, Z without. */
export function contrastCharacter(modality: ModalityDigit, contrast: boolean): string {
  if (!contrast) return 'Z';
  return modality === '2' ? '1' : modality === '3' ? 'Y' : 'Z';
}

/** Null also for nuclear medicine, which is no imaging of section B. */
function modalityOf(words: string, title: boolean): ModalityDigit | null {
  const places = modalityPlaces(words, title);
  if (places.some(({ modality }) => modality === 'pet')) return null;
  const [first] = places.flatMap(({ modality }) => digitOf(modality) ?? []);
  if (first !== undefined) return first;
  return title && places.length === 0 && namesViews(words) ? '0' : null;
}

/** Regions of the words that were asked for last: the examinations of a folder's reports are few, and named alike. */
const knownRegions = new Map<string, readonly Found[]>();
const mostKnown = 500;

function regionsOf(words: string): readonly Found[] {
  const known = knownRegions.get(words);
  if (known !== undefined) return known;
  if (knownRegions.size >= mostKnown) knownRegions.clear();
  const found = findRegions(words);
  knownRegions.set(words, found);
  return found;
}

function findRegions(words: string): readonly Found[] {
  const found: Found[] = [];
  let rest = words;
  for (const region of regionWords) {
    if (!region.pattern.areIn(rest)) continue;
    for (const match of rest.matchAll(region.pattern.every)) {
      found.push({ region, start: match.index });
      // What a narrower region took is no word of a wider one.
      const end = match.index + match[0].length;
      rest = rest.slice(0, match.index) + match[0].replace(/[^ ]/g, '\u0001') + rest.slice(end);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function chooseRegion(
  modality: ModalityDigit,
  found: readonly Found[],
  words: string,
): RegionWords | undefined {
  const ids = new Set(found.map(({ region }) => region.id));
  const ofVessels = modality === '2' ? contrastWords.implied : modality === '3' ? vesselsByMri : null;
  if (ofVessels !== null && ids.has('brain') && ids.size === 1 && ofVessels.areIn(words)) {
    return regionById.get('intracranial-arteries');
  }
  for (const [digit, parts, region] of together) {
    if (digit === modality && parts.every((id) => ids.has(id))) return regionById.get(region);
  }
  return found[0]?.region;
}

function sideOf(words: string): Side | null {
  const [left, right] = [sideWords.left.areIn(words), sideWords.right.areIn(words)];
  if (sideWords.both.areIn(words) || (left && right)) return 'both';
  return left ? 'left' : right ? 'right' : null;
}

function sidedParts(
  [right, left, both]: readonly [string, string, string | null],
  side: Side | null,
  region: string,
): string[] {
  if (side === 'right') return [right];
  if (side === 'left') return [left];
  if (both !== null && (side === 'both' || region === 'breast')) return [both];
  return both === null ? [right, left] : [both, right, left];
}

function trimester(weeks: number | null): string | null {
  if (weeks === null) return null;
  return weeks < 14 ? '9' : weeks < 28 ? 'C' : 'F';
}
