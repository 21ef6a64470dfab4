/** The report's findings as items, by the anatomy that they are of. */
import type { AnalysisParams, WireEntity } from '../../../server/src/protocol.js';
import { labelName } from './labelItems.js';
import type { ModelContext } from './model.js';
import type { PanelGroup, PanelItem } from './types.js';

/** Relations by their tail or head, of one analysis. */
class Graph {
  readonly #byId: ReadonlyMap<string, WireEntity>;

  constructor(readonly analysis: AnalysisParams) {
    this.#byId = new Map(analysis.entities.map((entity) => [entity.id, entity]));
  }

  tailsOf(id: string, type: string): WireEntity[] {
    return this.#ends(
      this.analysis.relations.filter((one) => one.type === type && one.head === id).map(tail),
    );
  }

  headsOf(id: string, type: string): WireEntity[] {
    return this.#ends(
      this.analysis.relations.filter((one) => one.type === type && one.tail === id).map(head),
    );
  }

  #ends(ids: readonly string[]): WireEntity[] {
    return ids.flatMap((id) => this.#byId.get(id) ?? []);
  }
}
const tail = ({ tail: id }: { readonly tail: string }): string => id;
const head = ({ head: id }: { readonly head: string }): string => id;

interface Finding {
  readonly entity: WireEntity;
  /** The anatomies that it is of; itself where its word holds its anatomy. */
  readonly anatomies: readonly WireEntity[];
  /** Said of the patient and not denied. */
  readonly stated: boolean;
}

/** Groups that state something first, then those that only deny; findings in the order of the text. */
export function findingGroups(analysis: AnalysisParams, context: ModelContext): PanelGroup[] {
  const graph = new Graph(analysis);
  const groups = new Map<string, Finding[]>();
  for (const entity of analysis.entities) {
    if (entity.type !== 'Finding') continue;
    const related = graph.tailsOf(entity.id, 'has');
    const anatomies = related.length > 0 || entity.subtype === null ? related : [entity];
    const subtype = anatomies.find((one) => one.subtype !== null)?.subtype ?? '';
    const stated = entity.assertion !== 'absent' && entity.experiencer !== 'family';
    groups.set(subtype, [...(groups.get(subtype) ?? []), { entity, anatomies, stated }]);
  }
  const seen = new Map<string, number>();
  const shown = [...groups].map(([subtype, findings]) => ({
    stated: findings.some(({ stated }) => stated),
    group: {
      key: `findings/${subtype}`,
      title:
        subtype === '' ? context.wording.elsewhere : (context.wording.terms?.subtypes[subtype] ?? subtype),
      folded: false,
      items: [...findings]
        .sort((a, b) => Number(b.stated) - Number(a.stated))
        .map((finding) => findingItem(finding, graph, seen, context)),
    },
  }));
  return shown.sort((a, b) => Number(b.stated) - Number(a.stated)).map(({ group }) => group);
}

/** @param seen how often each wording has come before, so that equal wordings keep their own keys. */
function findingItem(
  { entity, anatomies, stated }: Finding,
  graph: Graph,
  seen: Map<string, number>,
  context: ModelContext,
): PanelItem {
  const { wording } = context;
  const text = context.textAt(entity.range);
  const time = seen.get(text) ?? 0;
  seen.set(text, time + 1);
  const key = `finding:${time} ${text}`;
  context.places.add(key, entity.range, key);
  const terms = wording.terms;
  const sides = [...new Set(anatomies.flatMap(({ side }) => side ?? []))].map(
    (side) => terms?.sides[side] ?? side,
  );
  const sizes = [entity, ...anatomies.filter(({ id }) => id !== entity.id)]
    .flatMap(({ id }) => graph.headsOf(id, 'measures'))
    .map(({ range }) => context.textAt(range));
  const { assertion, experiencer, trend } = entity;
  const inWords = anatomies.filter(({ id }) => id !== entity.id).map(({ range }) => context.textAt(range));
  return {
    key,
    name: text,
    reveals: true,
    detail: inWords.length === 0 ? null : inWords.join(', '),
    tone: !stated ? 'quiet' : assertion === 'possible' ? 'doubtful' : 'stated',
    words: [
      ...(assertion === null ? [] : [terms?.assertions[assertion] ?? assertion]),
      ...(experiencer === null || experiencer === 'patient'
        ? []
        : [terms?.experiencers[experiencer] ?? experiencer]),
      ...sides,
      ...new Set(sizes),
      ...(trend === null ? [] : [terms?.trends[trend] ?? trend]),
    ],
    share: null,
    percent: null,
    chips: [],
    actions: [],
    whyTitle: wording.whyOf(text),
    why: whyParts(entity, graph, context).map((line) => ({ text: line, chips: [] })),
    review: null,
  };
}

function whyParts(entity: WireEntity, graph: Graph, context: ModelContext): string[] {
  const { wording } = context;
  const cues = ['negates', 'hedges', 'past'].flatMap((type) => graph.headsOf(entity.id, type));
  const supported = graph.analysis.labels.filter(({ evidence }) =>
    evidence.some(({ entity: id }) => id === entity.id),
  );
  return [
    wording.score(entity.score),
    ...(cues.length === 0
      ? []
      : [wording.cues(cues.map(({ range }) => wording.quoted(context.textAt(range))))]),
    supported.length === 0
      ? wording.supportsNothing
      : wording.supports(supported.map((label) => labelName(label, context))),
  ];
}
