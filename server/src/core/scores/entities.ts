/** Entities, their attributes and their relations (S2, S3) against annotations. */
import { placeEntities, sameWords } from './annotated.js';
import type { EntityReport, Placed, ScoredEntity } from './annotated.js';
import { LenientTally } from './lenient.js';
import type { LenientScores } from './lenient.js';
import { MatchTally } from './spans.js';
import type { End, Labelled, MatchScores } from './spans.js';

/** An attribute over exactly matched entities (same type, same words). */
export interface AttributeScores {
  readonly count: number;
  /** Null without such an entity. */
  readonly accuracy: number | null;
  /** Over those alone whose annotation states a value; `present` and no value state none. */
  readonly stated: number;
  readonly statedAccuracy: number | null;
}

/** Scores, unrounded, 0 to 1. */
export interface EntityScores {
  readonly reports: number;
  /** All types together. */
  readonly entities: MatchScores;
  readonly types: Readonly<Record<string, MatchScores>>;
  readonly spradie: LenientScores;
  /** `subtype` and `side` of anatomies; `assertion`, `trend` and the subtype of welded words of findings. */
  readonly attributes: Readonly<Record<AttributeName, AttributeScores>>;
  readonly relations: Readonly<Record<string, MatchScores>>;
  /** Paper 003, Table 4: an anatomy with its subtype is one label; `relation` is `has`. */
  readonly paper003: {
    readonly Finding: MatchScores;
    readonly Anatomy: MatchScores;
    readonly subtype: MatchScores;
    readonly relation: MatchScores;
    readonly relationSubtype: MatchScores;
  };
}

export type AttributeName = 'subtype' | 'side' | 'assertion' | 'trend' | 'findingSubtype';
const attributeNames: readonly AttributeName[] = ['subtype', 'side', 'assertion', 'trend', 'findingSubtype'];

/** @param types in the order that they are shown; others follow as they are met. */
export function scoreEntities(reports: readonly EntityReport[], types: readonly string[]): EntityScores {
  const scorer = new EntityScorer(types);
  for (const report of reports) scorer.add(report);
  return scorer.scores();
}

/** `scoreEntities`, a report at a time. */
export class EntityScorer {
  private reports = 0;
  private readonly all = new MatchTally();
  private readonly lenient = new LenientTally();
  private readonly ofType: Map<string, MatchTally>;
  private readonly ofRelation = new Map<string, MatchTally>();
  private readonly subtype = new MatchTally();
  private readonly relationSubtype = new MatchTally();
  private readonly attributes = new Map(attributeNames.map((name) => [name, new AttributeTally()]));

  constructor(types: readonly string[]) {
    this.ofType = new Map(types.map((type) => [type, new MatchTally()]));
  }

  add(report: EntityReport): void {
    this.reports++;
    const gold = placeEntities(report.gold, report.words);
    const read = placeEntities(report.read, report.words);
    const [goldSpans, readSpans] = [spansOf(gold), spansOf(read)];
    this.all.add(goldSpans, readSpans);
    this.lenient.add(gold.entities, read.entities);
    addByLabel(this.ofType, goldSpans, readSpans);
    addByLabel(this.ofRelation, relationsOf(gold), relationsOf(read));
    this.subtype.add(subtypesOf(gold), subtypesOf(read));
    this.relationSubtype.add(relationSubtypesOf(gold), relationSubtypesOf(read));
    this.addAttributes(gold, read);
  }

  scores(): EntityScores {
    const { reports } = this;
    const none = new MatchTally();
    const named = (tallies: ReadonlyMap<string, MatchTally>): Record<string, MatchScores> =>
      Object.fromEntries([...tallies].map(([name, tally]) => [name, tally.scores()]));
    const attributes = Object.fromEntries(
      [...this.attributes].map(([name, tally]) => [name, tally.scores()]),
    ) as Record<AttributeName, AttributeScores>;
    return {
      reports,
      entities: this.all.scores(),
      types: named(this.ofType),
      spradie: this.lenient.scores(),
      attributes,
      relations: named(this.ofRelation),
      paper003: {
        Finding: (this.ofType.get('Finding') ?? none).scores(),
        Anatomy: (this.ofType.get('Anatomy') ?? none).scores(),
        subtype: this.subtype.scores(),
        relation: (this.ofRelation.get('has') ?? none).scores(),
        relationSubtype: this.relationSubtype.scores(),
      },
    };
  }

  private addAttributes(gold: Placed, read: Placed): void {
    read.entities.forEach((mine, r) => {
      const g = gold.entities.findIndex(
        ({ type }, g) => type === mine.type && sameWords(gold.wordsOf[g] ?? [], read.wordsOf[r] ?? []),
      );
      const right = gold.entities[g];
      if (right === undefined) return;
      const compare = (name: AttributeName, of: (entity: ScoredEntity) => string | null): void =>
        this.attributes.get(name)?.add(of(right), of(mine));
      if (mine.type === 'Anatomy') {
        compare('subtype', ({ subtype }) => subtype);
        compare('side', ({ side }) => side);
      } else if (mine.type === 'Finding') {
        compare('assertion', ({ assertion }) => (assertion === 'present' ? null : assertion));
        compare('trend', ({ trend }) => trend);
        compare('findingSubtype', ({ subtype }) => subtype);
      }
    });
  }
}

class AttributeTally {
  private count = 0;
  private right = 0;
  private stated = 0;
  private statedRight = 0;

  add(gold: string | null, read: string | null): void {
    const right = gold === read ? 1 : 0;
    this.count++;
    this.right += right;
    if (gold === null) return;
    this.stated++;
    this.statedRight += right;
  }

  scores(): AttributeScores {
    const { count, right, stated, statedRight } = this;
    const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
    return { count, accuracy: share(right, count), stated, statedAccuracy: share(statedRight, stated) };
  }
}

function addByLabel(
  tallies: Map<string, MatchTally>,
  gold: readonly Labelled[],
  read: readonly Labelled[],
): void {
  for (const label of new Set([...tallies.keys(), ...gold.map(labelOf), ...read.map(labelOf)])) {
    const tally = tallies.get(label) ?? new MatchTally();
    tallies.set(label, tally);
    const mine = (item: Labelled): boolean => item.label === label;
    tally.add(gold.filter(mine), read.filter(mine));
  }
}

const labelOf = ({ label }: Labelled): string => label;

function spansOf(placed: Placed): Labelled[] {
  return placed.entities.map(({ type }, i) => ({ label: type, ends: [endOf(placed, i)] }));
}

function subtypesOf(placed: Placed): Labelled[] {
  return placed.entities.flatMap(({ type, subtype }, i) =>
    type === 'Anatomy' && subtype !== null ? [{ label: subtype, ends: [endOf(placed, i)] }] : [],
  );
}

function relationsOf(placed: Placed): Labelled[] {
  return placed.relations.map(({ type, head, tail }) => ({
    label: type,
    ends: [endOf(placed, head), endOf(placed, tail)],
  }));
}

/** `has` with the subtype of its anatomy as its label. */
function relationSubtypesOf(placed: Placed): Labelled[] {
  return placed.relations.flatMap(({ type, head, tail }) =>
    type === 'has'
      ? [
          {
            label: placed.entities[tail]?.subtype ?? '',
            ends: [endOf(placed, head), endOf(placed, tail)],
          },
        ]
      : [],
  );
}

function endOf({ entities, wordsOf }: Placed, entity: number): End {
  return { type: entities[entity]?.type ?? '', words: wordsOf[entity] ?? [] };
}
