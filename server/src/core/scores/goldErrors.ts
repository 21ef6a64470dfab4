/** Where a reading differs from annotations, one by one: what a person looks at beside the scores. */
import type { LabelId, ReportLabel, Span } from '../types.js';
import { placeEntities, sameWords, shareWord } from './annotated.js';
import type { EntityReport, Placed, ScoredEntity } from './annotated.js';
import type { GoldMention } from './cantemist.js';
import type { ReportMention } from './mentions.js';

/**
 * `missed`: annotated and not read; `spurious`: read and not annotated; the others were read, and differ in one
 * thing. `span`: other ends, of the same type.
 */
export type GoldErrorKind =
  'missed' | 'spurious' | 'span' | 'type' | 'code' | 'subtype' | 'assertion' | 'side' | 'trend';

/** One difference. Spans are the report's, in UTF-16 units; null where it is of the report as a whole. */
export interface GoldError {
  readonly kind: GoldErrorKind;
  readonly gold: ErrorSide | null;
  readonly read: ErrorSide | null;
}

/** What one side says there. */
export interface ErrorSide {
  /** Type, code, label or value. */
  readonly value: string;
  readonly span: Span | null;
}

const whole = ({ pieces }: ScoredEntity): Span => ({
  startUtf16: pieces[0]?.startUtf16 ?? 0,
  endUtf16: pieces[pieces.length - 1]?.endUtf16 ?? 0,
});
const attributes = ['subtype', 'assertion', 'side', 'trend'] as const;
/** `present` and no assertion say the same of a finding. */
const stated = (entity: ScoredEntity, name: (typeof attributes)[number]): string | null =>
  name === 'assertion' && entity.assertion === 'present' ? null : entity[name];

/** Entities first, then relations, each in the order of the text. */
export function entityErrors(report: EntityReport): GoldError[] {
  const gold = placeEntities(report.gold, report.words);
  const read = placeEntities(report.read, report.words);
  const pairs = pairEntities(gold, read);
  const errors = pairs.flatMap(({ g, r }) => differences(gold.entities[g], read.entities[r]));
  return [...errors.sort(byPlace), ...relationErrors(gold, read)];
}

interface Pair {
  readonly g: number;
  readonly r: number;
}

/** Every entity of both sides once: same words and type before same words, before a shared word and the same type. */
function pairEntities(gold: Placed, read: Placed): Pair[] {
  const pairs: Pair[] = [];
  const left = { gold: new Set(gold.entities.keys()), read: new Set(read.entities.keys()) };
  const words = (placed: Placed, i: number): readonly number[] => placed.wordsOf[i] ?? [];
  const sameType = (g: number, r: number): boolean => gold.entities[g]?.type === read.entities[r]?.type;
  const rounds: ((g: number, r: number) => boolean)[] = [
    (g, r) => sameType(g, r) && sameWords(words(gold, g), words(read, r)),
    (g, r) => sameWords(words(gold, g), words(read, r)),
    (g, r) => sameType(g, r) && shareWord(words(gold, g), words(read, r)),
  ];
  for (const fits of rounds) {
    for (const g of left.gold) {
      const r = [...left.read].find((candidate) => fits(g, candidate));
      if (r === undefined) continue;
      pairs.push({ g, r });
      left.gold.delete(g);
      left.read.delete(r);
    }
  }
  return [
    ...pairs,
    ...[...left.gold].map((g) => ({ g, r: -1 })),
    ...[...left.read].map((r) => ({ g: -1, r })),
  ];
}

function differences(gold: ScoredEntity | undefined, read: ScoredEntity | undefined): GoldError[] {
  const side = (entity: ScoredEntity, value = entity.type): ErrorSide => ({ value, span: whole(entity) });
  if (gold === undefined)
    return read === undefined ? [] : [{ kind: 'spurious', gold: null, read: side(read) }];
  if (read === undefined) return [{ kind: 'missed', gold: side(gold), read: null }];
  const [a, b] = [whole(gold), whole(read)];
  if (gold.type !== read.type) return [{ kind: 'type', gold: side(gold), read: side(read) }];
  const moved = a.startUtf16 !== b.startUtf16 || a.endUtf16 !== b.endUtf16;
  const errors: GoldError[] = moved ? [{ kind: 'span', gold: side(gold), read: side(read) }] : [];
  for (const name of attributes) {
    const [right, mine] = [stated(gold, name), stated(read, name)];
    if (right === mine) continue;
    const said = (value: string | null): string => `${gold.type}: ${value ?? '–'}`;
    errors.push({ kind: name, gold: side(gold, said(right)), read: side(read, said(mine)) });
  }
  return errors;
}

/** A relation is found where both ends have the same words and types. */
function relationErrors(gold: Placed, read: Placed): GoldError[] {
  const same = (a: Placed, i: number, b: Placed, j: number): boolean =>
    a.entities[i]?.type === b.entities[j]?.type && sameWords(a.wordsOf[i] ?? [], b.wordsOf[j] ?? []);
  const missing = (from: Placed, other: Placed): ErrorSide[] =>
    from.relations
      .filter(
        (relation) =>
          !other.relations.some(
            ({ type, head, tail }) =>
              type === relation.type &&
              same(from, relation.head, other, head) &&
              same(from, relation.tail, other, tail),
          ),
      )
      .flatMap(({ type, head, tail }): ErrorSide[] => {
        const [a, b] = [from.entities[head], from.entities[tail]];
        if (a === undefined || b === undefined) return [];
        const spans = [whole(a), whole(b)];
        const startUtf16 = Math.min(...spans.map((span) => span.startUtf16));
        const endUtf16 = Math.max(...spans.map((span) => span.endUtf16));
        return [{ value: `${type} (${a.type} → ${b.type})`, span: { startUtf16, endUtf16 } }];
      });
  return [
    ...missing(gold, read).map((side): GoldError => ({ kind: 'missed', gold: side, read: null })),
    ...missing(read, gold).map((side): GoldError => ({ kind: 'spurious', gold: null, read: side })),
  ].sort(byPlace);
}

const startOf = ({ gold, read }: GoldError): number => (gold?.span ?? read?.span)?.startUtf16 ?? -1;
const byPlace = (a: GoldError, b: GoldError): number => startOf(a) - startOf(b);

/**
 * Of CANTEMIST's mentions and their codes.
 * @param read those at and above the threshold of spans.
 */
export function mentionErrors(gold: readonly GoldMention[], read: readonly ReportMention[]): GoldError[] {
  const goldSide = ({ startUtf16, endUtf16, code }: GoldMention): ErrorSide => ({
    value: code ?? '–',
    span: { startUtf16, endUtf16 },
  });
  const readSide = ({ startUtf16, endUtf16, candidates }: ReportMention): ErrorSide => ({
    value: candidates[0]?.code ?? '–',
    span: { startUtf16, endUtf16 },
  });
  const left = new Set(read);
  const take = (fits: (other: Span) => boolean): ReportMention | undefined => {
    const found = [...left].find(fits);
    if (found !== undefined) left.delete(found);
    return found;
  };
  const errors: GoldError[] = [];
  const inexact: GoldMention[] = [];
  for (const mention of gold) {
    const exact = take(
      ({ startUtf16, endUtf16 }) => startUtf16 === mention.startUtf16 && endUtf16 === mention.endUtf16,
    );
    if (exact === undefined) inexact.push(mention);
    else if (mention.code !== null && exact.candidates[0]?.code !== mention.code)
      errors.push({ kind: 'code', gold: goldSide(mention), read: readSide(exact) });
  }
  for (const mention of inexact) {
    const touching = take(
      ({ startUtf16, endUtf16 }) => startUtf16 < mention.endUtf16 && mention.startUtf16 < endUtf16,
    );
    errors.push({
      kind: touching === undefined ? 'missed' : 'span',
      gold: goldSide(mention),
      read: touching === undefined ? null : readSide(touching),
    });
  }
  for (const mention of left) errors.push({ kind: 'spurious', gold: null, read: readSide(mention) });
  return errors.sort(byPlace);
}

/** Of the labels that are known of a report, as shown: a label that does not apply is no. */
export function labelErrors(gold: ReadonlyMap<LabelId, boolean>, read: readonly ReportLabel[]): GoldError[] {
  return [...gold].flatMap(([id, right]): GoldError[] => {
    const label = read.find((one) => one.id === id);
    if ((label?.value ?? false) === right) return [];
    const evidence = label?.evidence[0];
    const span =
      evidence === undefined ? null : { startUtf16: evidence.startUtf16, endUtf16: evidence.endUtf16 };
    const side: ErrorSide = { value: id, span };
    return [
      right
        ? { kind: 'missed', gold: { value: id, span: null }, read: null }
        : { kind: 'spurious', gold: null, read: side },
    ];
  });
}

/** Of the report's exam code. @param read the best code, with its evidence; null where there is none. */
export function examErrors(gold: string, read: ErrorSide | null): GoldError[] {
  if (read?.value === gold) return [];
  const right: ErrorSide = { value: gold, span: null };
  return [read === null ? { kind: 'missed', gold: right, read: null } : { kind: 'code', gold: right, read }];
}
