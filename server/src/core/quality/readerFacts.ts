/** What the reader's entities say of a report's findings, where the rule tier reads them too and where it does not. */
import type { ParsedReport } from '../report.js';
import type { Entity, Relation, Side, Span, Status } from '../types.js';
import type { Statement } from './statements.js';
import type { Zone } from './zones.js';

export class ReaderFacts {
  readonly #findings: readonly Entity[];
  readonly #byId: ReadonlyMap<string, Entity>;
  readonly #relations: readonly Relation[];

  constructor(entities: readonly Entity[], relations: readonly Relation[]) {
    this.#findings = entities.filter(({ type }) => type === 'Finding');
    this.#byId = new Map(entities.map((entity) => [entity.id, entity]));
    this.#relations = relations;
  }

  /** Status and side of the finding that a span stands in, or null where the reader found none there. */
  of(span: Span): { readonly status: Status; readonly side: Side | null } | null {
    const entity = this.#findings.find(
      (e) => e.startUtf16 < span.endUtf16 && span.startUtf16 < e.endUtf16 && e.assertion !== null,
    );
    return entity === undefined ? null : { status: statusOfEntity(entity), side: this.#sideOf(entity) };
  }

  /** Findings of the reader that no phrase of the rule tier names: they are compared by their own words. */
  others(report: ParsedReport, zones: readonly Zone[], known: readonly Statement[]): Statement[] {
    return this.#findings
      .filter((e) => e.assertion !== null && zones[e.sentence] !== 'heading')
      .filter((e) => !known.some((s) => e.startUtf16 < s.endUtf16 && s.startUtf16 < e.endUtf16))
      .map((e) => {
        const words = (report.words[e.sentence] ?? []).filter(
          (word) => word.startUtf16 >= e.startUtf16 && word.endUtf16 <= e.endUtf16,
        );
        const id = `words:${words.map((word) => word.folded).join(' ')}`;
        return {
          startUtf16: e.startUtf16,
          endUtf16: e.endUtf16,
          family: { id, group: id, organ: null, expected: false, support: null, sign: false },
          sentence: e.sentence,
          zone: zones[e.sentence] ?? 'other',
          status: statusOfEntity(e),
          organs: new Set(e.subtype === null ? [] : [e.subtype]),
          topic: new Set<string>(),
          side: this.#sideOf(e),
          sideSpan: null,
          sideIsOwn: true,
          measures: [],
          qualifiers: [],
          beside: [],
        };
      });
  }

  #sideOf(entity: Entity): Side | null {
    if (entity.side !== null) return entity.side;
    const found = new Set<Side>();
    for (const { type, head, tail } of this.#relations) {
      if (type !== 'locates' && type !== 'has') continue;
      if (head !== entity.id && tail !== entity.id) continue;
      const side = this.#byId.get(head === entity.id ? tail : head)?.side ?? null;
      if (side !== null) found.add(side);
    }
    const [side = null] = found;
    return found.size === 1 ? side : null;
  }
}

function statusOfEntity(entity: Entity): Status {
  return { assertion: entity.assertion ?? 'present', experiencer: entity.experiencer ?? 'patient' };
}
