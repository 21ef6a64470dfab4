/** Parts that have a side, or an inner and an outer one, whatever is said of them: `side-discrepancy` of these. */
import type { Span, Word } from '../types.js';
import { sideWords, spanOf } from './clauses.js';
import { inZone, isCurrent } from './compare.js';
import { Phrases, phrases } from './phrases.js';
import type { Facts, Statement } from './statements.js';
import type { Zone } from './zones.js';

/** The word that tells where a part is, and the word of Findings that tells otherwise. */
export interface PartPair {
  readonly stated: Span;
  readonly described: Span;
  /** The part as the Impression names it. */
  readonly part: Span;
}

interface Placed {
  readonly id: string;
  readonly place: string;
  readonly placeSpan: Span;
  readonly part: Span;
}

const arteries = new Phrases<string>()
  .add('mca; acm; m1; m2; middle cerebral artery|arteries; arteria|arterias cerebral media', 'middle')
  .add('aca; anterior cerebral artery|arteries; arteria|arterias cerebral anterior', 'anterior')
  .add('pca; acp; posterior cerebral artery|arteries; arteria|arterias cerebral posterior', 'posterior');
/** Words between an artery and its side. */
const nearArtery = 4;
const meniscus = phrases('meniscus; menisci; meniscal; menisco|meniscos');
const inner = /^(?:medial|intern[oa])$/;
const outer = /^(?:lateral|extern[oa])$/;
/** Words between a meniscus and what tells which. */
const nearMeniscus = 2;

/** An artery of the brain of which Findings tells on one side alone, and the Impression on the other. */
export function otherArtery(facts: Facts): PartPair | null {
  const described = partsOf(facts, 'findings', arteryAt);
  for (const stated of partsOf(facts, 'impression', arteryAt)) {
    const same = described.filter(({ id }) => id === stated.id);
    const [other] = same;
    if (other === undefined || same.some(({ place }) => place === stated.place)) continue;
    return { stated: stated.placeSpan, described: other.placeSpan, part: stated.part };
  }
  return null;
}

/** A meniscus that the Impression says is torn, where Findings tells of a tear of the other alone. */
export function otherMeniscus(facts: Facts): PartPair | null {
  const torn = (zone: Zone): Placed[] => {
    const parts = partsOf(facts, zone, meniscusAt);
    return inZone(facts, zone)
      .filter((s) => s.family.id === 'tear' && isCurrent(s) && s.organs.has('meniscus'))
      .flatMap((tear) => nearestTo(tear, facts, parts) ?? []);
  };
  const described = torn('findings');
  const [other] = described;
  if (other === undefined) return null;
  const stated = torn('impression').find(({ place }) => described.every((one) => one.place !== place));
  return stated === undefined
    ? null
    : { stated: stated.placeSpan, described: other.placeSpan, part: stated.part };
}

/** The part of a finding's sentence that stands nearest to it. */
function nearestTo(finding: Statement, { report }: Facts, parts: readonly Placed[]): Placed | undefined {
  const sentence = report.sentences[finding.sentence];
  if (sentence === undefined) return undefined;
  const distance = ({ part }: Placed): number =>
    Math.max(part.startUtf16 - finding.endUtf16, finding.startUtf16 - part.endUtf16);
  return parts
    .filter(({ part }) => part.startUtf16 >= sentence.startUtf16 && part.endUtf16 <= sentence.endUtf16)
    .sort((a, b) => distance(a) - distance(b))[0];
}

type PartAt = (words: readonly Word[], at: number) => Placed | null;

function partsOf(
  facts: Facts,
  zone: Zone,
  partAt: PartAt,
  only: ReadonlySet<number> | null = null,
): Placed[] {
  const found: Placed[] = [];
  facts.report.words.forEach((words, sentence) => {
    if (facts.zones[sentence] !== zone || only?.has(sentence) === false) return;
    for (let at = 0; at < words.length; at++) {
      const part = partAt(words, at);
      if (part !== null) found.push(part);
    }
  });
  return found;
}

function arteryAt(words: readonly Word[], at: number): Placed | null {
  const match = arteries.at(words, at);
  if (match === null) return null;
  const end = at + match.length;
  const distance = ({ first, end: last }: { readonly first: number; readonly end: number }): number =>
    last <= at ? at - last : first - end;
  const [side] = sideWords(words)
    .filter((one) => distance(one) >= 0 && distance(one) < nearArtery)
    .sort((a, b) => distance(a) - distance(b));
  if (side === undefined || side.side === 'bilateral') return null;
  return {
    id: match.value,
    place: side.side,
    placeSpan: spanOf(words, side.first, side.end),
    part: spanOf(words, at, end),
  };
}

function meniscusAt(words: readonly Word[], at: number): Placed | null {
  if (meniscus.at(words, at) === null) return null;
  for (const step of [-1, 1, -nearMeniscus, nearMeniscus]) {
    const { folded = '' } = words[at + step] ?? {};
    const place = inner.test(folded) ? 'inner' : outer.test(folded) ? 'outer' : null;
    if (place === null) continue;
    return {
      id: 'meniscus',
      place,
      placeSpan: spanOf(words, at + step, at + step + 1),
      part: spanOf(words, at, at + 1),
    };
  }
  return null;
}
