/** Reader of brat standoff in full: entities with fragments, relations, attributes, notes, references, equivalences. */
import type { LabelRecord } from '../labelRecord.js';
import { textSha256 } from '../toLabelRecord.js';
import { detectLanguage } from '../../core/language.js';
import { Phrases } from '../exports/spans.js';
import type { PointSpan } from '../exports/spans.js';
import { codePointOffsets } from '../../core/offsets.js';

/**
 * What is wrong with a line. `fields`: not the fields of its kind; `span`: no `TYPE start end;…`; `range`: empty, out
 * of order or outside the text; `text`: the text at these offsets is another (the offsets count); `target`: of an id
 * that is not there; `repeated`: the id, or the attribute of the target, was given before; `unsupported`: an event or
 * a line of no known kind.
 */
export type BratProblemKind = 'fields' | 'span' | 'range' | 'text' | 'target' | 'repeated' | 'unsupported';

export interface BratProblem {
  /** 1-based. */
  readonly line: number;
  readonly kind: BratProblemKind;
}

export interface BratEntity {
  readonly id: string;
  readonly type: string;
  /** Never empty; in the order of the text, in code points. */
  readonly pieces: readonly PointSpan[];
}

export interface BratRelation {
  readonly type: string;
  readonly head: string;
  readonly tail: string;
}

/** One `.ann`. Maps are by entity id. */
export interface BratDocument {
  readonly entities: readonly BratEntity[];
  /** An `Equiv` line of n entities is n − 1 relations of that type. */
  readonly relations: readonly BratRelation[];
  /** Name to value; a binary attribute has the empty value. */
  readonly attributes: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** `AnnotatorNotes`, in the order of the file. */
  readonly notes: ReadonlyMap<string, readonly string[]>;
  /** `N` lines: resource and id, such as `SCT` and `39607008`. */
  readonly references: ReadonlyMap<string, readonly { readonly resource: string; readonly id: string }[]>;
  readonly problems: readonly BratProblem[];
}

/** brat writes a line break inside a phrase as a space. */
const flat = (text: string): string => text.replace(/\s/g, ' ');

/** Reads one `.ann` against its text. A bad line is left out and named, but for `text`. Total for any string. */
export function parseBrat(ann: string, text: string): BratDocument {
  return new BratReader(text).read(ann);
}

class BratReader {
  private readonly entities = new Map<string, BratEntity>();
  private readonly relations: BratRelation[] = [];
  private readonly attributes = new Map<string, Map<string, string>>();
  private readonly notes = new Map<string, string[]>();
  private readonly references = new Map<string, { resource: string; id: string }[]>();
  private readonly problems: BratProblem[] = [];
  private readonly ids = new Set<string>();
  private readonly phrases: Phrases;
  private readonly length: number;

  constructor(text: string) {
    this.phrases = new Phrases(text);
    this.length = codePointOffsets(text).length;
  }

  read(ann: string): BratDocument {
    // brat's own line end; other readers' exotic ones may stand in a phrase.
    const rows = ann.split(/\r?\n/);
    const take = (read: (row: string) => BratProblemKind | null, wanted: (row: string) => boolean): void => {
      rows.forEach((row, index) => {
        if (row === '' || !wanted(row)) return;
        const kind = read(row);
        if (kind !== null) this.problems.push({ line: index + 1, kind });
      });
    };
    // Entities first: the other lines may stand before those that they speak of.
    take(
      (row) => this.entity(row),
      (row) => row.startsWith('T'),
    );
    take(
      (row) => this.other(row),
      (row) => !row.startsWith('T'),
    );
    const { entities, relations, attributes, notes, references } = this;
    const problems = this.problems.sort((a, b) => a.line - b.line);
    return { entities: [...entities.values()], relations, attributes, notes, references, problems };
  }

  private entity(row: string): BratProblemKind | null {
    const [id = '', place, content, ...more] = row.split('\t');
    if (place === undefined || content === undefined || more.length > 0) return 'fields';
    if (this.taken(id)) return 'repeated';
    const match = /^(\S+) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)$/.exec(place);
    if (match === null) return 'span';
    const pieces = (match[2] ?? '').split(';').map((piece): PointSpan => {
      const [start = 0, end = 0] = piece.split(' ').map(Number);
      return { start, end };
    });
    const inOrder = pieces.every(({ start, end }, index) => {
      return start < end && end <= this.length && start >= (pieces[index - 1]?.end ?? 0);
    });
    if (!inOrder) return 'range';
    this.entities.set(id, { id, type: match[1] ?? '', pieces });
    const phrase = pieces.map((piece) => this.phrases.at(piece)).join(' ');
    return flat(phrase) === flat(content) ? null : 'text';
  }

  private other(row: string): BratProblemKind | null {
    switch (row.charAt(0)) {
      case 'R':
        return this.relation(row);
      case 'A':
      case 'M':
        return this.attribute(row);
      case 'N':
        return this.reference(row);
      case '#':
        return this.note(row);
      case '*':
        return this.equivalence(row);
      default:
        return 'unsupported';
    }
  }

  private relation(row: string): BratProblemKind | null {
    const match = /^(R\S+)\t(\S+) \S+?:(\S+) \S+?:(\S+)\s*$/.exec(row);
    if (match === null) return 'fields';
    const [, id = '', type = '', head = '', tail = ''] = match;
    if (!this.entities.has(head) || !this.entities.has(tail)) return 'target';
    if (this.taken(id)) return 'repeated';
    this.relations.push({ type, head, tail });
    return null;
  }

  private attribute(row: string): BratProblemKind | null {
    const match = /^([AM]\S+)\t(\S+) (\S+)(?: (\S+))?\s*$/.exec(row);
    if (match === null) return 'fields';
    const [, id = '', name = '', target = '', value = ''] = match;
    if (!this.entities.has(target)) return 'target';
    const said = this.attributes.get(target) ?? new Map<string, string>();
    if (this.taken(id) || said.has(name)) return 'repeated';
    this.attributes.set(target, said.set(name, value));
    return null;
  }

  private reference(row: string): BratProblemKind | null {
    const match = /^(N\S+)\tReference (\S+) ([^\s:]+):(\S+)(?:\t.*)?$/.exec(row);
    if (match === null) return 'fields';
    const [, id = '', target = '', resource = '', code = ''] = match;
    if (!this.entities.has(target)) return 'target';
    if (this.taken(id)) return 'repeated';
    push(this.references, target, { resource, id: code });
    return null;
  }

  /** Other notes than the annotators' (`AnnotationError`, of the whole document) are passed over. */
  private note(row: string): BratProblemKind | null {
    const [id = '', place, content] = row.split('\t');
    if (place === undefined || content === undefined) return 'fields';
    const target = /^AnnotatorNotes (\S+)$/.exec(place)?.[1];
    if (target?.startsWith('T') !== true) return null;
    if (!this.entities.has(target)) return 'target';
    if (this.taken(id)) return 'repeated';
    push(this.notes, target, content.trim());
    return null;
  }

  private equivalence(row: string): BratProblemKind | null {
    const match = /^\*\tEquiv ((?:\S+ )+\S+)\s*$/.exec(row);
    if (match === null) return 'fields';
    const targets = (match[1] ?? '').split(' ');
    if (!targets.every((target) => this.entities.has(target))) return 'target';
    for (let i = 1; i < targets.length; i++)
      this.relations.push({ type: 'Equiv', head: targets[i - 1] ?? '', tail: targets[i] ?? '' });
    return null;
  }

  private taken(id: string): boolean {
    if (this.ids.has(id)) return true;
    this.ids.add(id);
    return false;
  }
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/** A note or reference that is an ICD-O-3 morphology. */
const morphology = /^\d{4}\/\d/;

/**
 * A gold record of one report. Ids stay brat's; probabilities are 1; `model` names the annotation file, so that a
 * changed file is a new reading. ICD-O-3 codes in notes become codes with their evidence, in the order of the text.
 */
export function bratRecord(path: string, text: string, ann: string, document: BratDocument): LabelRecord {
  const phrases = new Phrases(text);
  const codes = new Map<string, LabelRecord['codes'][number]['evidence']>();
  const entities = document.entities.map((entity): LabelRecord['entities'][number] => {
    const { id, type, pieces } = entity;
    const span = { start: pieces[0]?.start ?? 0, end: pieces[pieces.length - 1]?.end ?? 0 };
    const said = document.attributes.get(id);
    const snomed = document.references.get(id)?.find(({ resource }) => /^(?:SCT|SNOMED.*)$/i.test(resource));
    for (const note of document.notes.get(id) ?? [])
      if (morphology.test(note)) push(codes, note, { ...span, text: phrases.at(span) });
    return {
      id,
      type,
      ...span,
      text: phrases.at(span),
      ...(pieces.length < 2 ? {} : { fragments: pieces.map(({ start, end }) => ({ start, end })) }),
      score: 1,
      assertion: said?.get('Assertion') ?? null,
      subtype: said?.get('Subtype')?.replaceAll('_', ' ') ?? null,
      snomed: snomed?.id ?? null,
      side: said?.get('Side') ?? null,
      trend: said?.get('Trend') ?? null,
    };
  });
  return {
    path,
    textSha256: textSha256(text),
    language: detectLanguage(text),
    model: { name: 'brat', version: 'gold', sha256: textSha256(ann) },
    offsets: 'unicode-code-points',
    labels: [],
    codes: [...codes].map(([code, evidence], index) => ({
      system: 'ICD-O-3',
      code,
      description: '',
      probability: 1,
      rank: index + 1,
      value: true,
      assertion: 'present',
      experiencer: 'patient',
      evidence,
    })),
    entities,
    relations: document.relations.map((relation) => ({ ...relation, score: 1 })),
    quality: [],
    notAnalysed: [],
  };
}
