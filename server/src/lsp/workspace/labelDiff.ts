/** What differs between two label files, report by report: *relabel diff*. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { isOffered } from '../../core/assertion.js';
import type {
  CodeShift,
  LabelDifference,
  LabelShift,
  ReportDifference,
  SubjectChange,
} from '../../protocol.js';
import { placesOf, recordAt } from '../../store/labelPlaces.js';
import type { StoredRecord } from '../../store/labelRecord.js';

/** Smaller shifts of a probability that turn nothing are not listed. */
const leastShift = 0.05;
/** Reports listed; the others are counted. */
export const listedReports = 2_000;

type Label = StoredRecord['labels'][number];
type Code = StoredRecord['codes'][number];

interface LabelSums {
  turnedOn: number;
  turnedOff: number;
  statedBefore: number;
  statedAfter: number;
  compared: number;
  sum: number;
  absolute: number;
}

const isStated = (label: Label | undefined): boolean => label !== undefined && label.value && label.applies;
const isSuggested = (code: Code | undefined): boolean => code !== undefined && code.value && isOffered(code);
const turn = (before: boolean, after: boolean): SubjectChange['turned'] =>
  before === after ? null : after ? 'on' : 'off';

/** How bad a change is: what turned before what shifted, then the larger shift. */
function badness({ turned, before, after }: SubjectChange): number {
  return (turned === null ? 0 : 1) + Math.abs((after ?? 0) - (before ?? 0));
}

/** Adds up the reports of two files. Pure. */
export class DifferenceSums {
  readonly #labels = new Map<string, LabelSums>();
  readonly #codes = new Map<string, CodeShift & { turnedOn: number; turnedOff: number }>();
  #reports: { readonly report: ReportDifference; readonly worst: number }[] = [];
  #dropped = 0;
  compared = 0;
  changed = 0;

  constructor(readonly listed = listedReports) {}

  add(before: StoredRecord, after: StoredRecord): void {
    const textChanged = before.textSha256 !== after.textSha256;
    if (textChanged) this.changed++;
    else this.compared++;
    const changes = [
      ...this.#compareLabels(before, after, !textChanged),
      ...this.#compareCodes(before, after, !textChanged),
    ].sort((a, b) => badness(b) - badness(a));
    const [worst] = changes;
    if (worst === undefined) return;
    this.#reports.push({ report: { path: after.path, textChanged, changes }, worst: badness(worst) });
    if (this.#reports.length >= 2 * this.listed) this.#cut();
  }

  labels(): LabelShift[] {
    return [...this.#labels].map(([id, { sum, absolute, compared, ...counts }]) => ({
      id,
      ...counts,
      meanShift: compared === 0 ? null : sum / compared,
      meanAbsoluteShift: compared === 0 ? null : absolute / compared,
    }));
  }

  codes(): CodeShift[] {
    const turns = ({ turnedOn, turnedOff }: CodeShift): number => turnedOn + turnedOff;
    return [...this.#codes.values()].sort((a, b) => turns(b) - turns(a) || (a.code < b.code ? -1 : 1));
  }

  reports(): { reports: ReportDifference[]; more: number } {
    this.#cut();
    return { reports: this.#reports.map(({ report }) => report), more: this.#dropped };
  }

  /** Reports of the same text first: what they differ in is the models' doing. */
  #cut(): void {
    this.#reports.sort(
      (a, b) =>
        Number(a.report.textChanged) - Number(b.report.textChanged) ||
        b.worst - a.worst ||
        (a.report.path < b.report.path ? -1 : 1),
    );
    this.#dropped += Math.max(0, this.#reports.length - this.listed);
    this.#reports = this.#reports.slice(0, this.listed);
  }

  #compareLabels(before: StoredRecord, after: StoredRecord, counts: boolean): SubjectChange[] {
    const old = new Map(before.labels.map((label) => [label.id, label]));
    return after.labels.flatMap((label): SubjectChange[] => {
      const other = old.get(label.id);
      // Null or not, a label of one file alone has nothing to be compared with.
      if (other === undefined) return [];
      const [was, is] = [isStated(other), isStated(label)];
      const turned = turn(was, is);
      const applies = other.applies || label.applies;
      const shift = label.probability - other.probability;
      if (counts) this.#countLabel(label.id, was, is, applies ? shift : null);
      if (turned === null && (!applies || Math.abs(shift) < leastShift)) return [];
      return [
        {
          system: null,
          subject: label.id,
          turned,
          before: other.probability,
          after: label.probability,
        },
      ];
    });
  }

  #countLabel(id: string, was: boolean, is: boolean, shift: number | null): void {
    const sums = this.#labels.get(id) ?? {
      turnedOn: 0,
      turnedOff: 0,
      statedBefore: 0,
      statedAfter: 0,
      compared: 0,
      sum: 0,
      absolute: 0,
    };
    this.#labels.set(id, sums);
    if (!was && is) sums.turnedOn++;
    if (was && !is) sums.turnedOff++;
    if (was) sums.statedBefore++;
    if (is) sums.statedAfter++;
    if (shift === null) return;
    sums.compared++;
    sums.sum += shift;
    sums.absolute += Math.abs(shift);
  }

  #compareCodes(before: StoredRecord, after: StoredRecord, counts: boolean): SubjectChange[] {
    const keyed = (codes: readonly Code[]): Map<string, Code> =>
      new Map(codes.map((code) => [`${code.system}\n${code.code}`, code]));
    const [old, now] = [keyed(before.codes), keyed(after.codes)];
    const changes: SubjectChange[] = [];
    for (const key of new Set([...old.keys(), ...now.keys()])) {
      const [was, is] = [old.get(key), now.get(key)];
      const code = is ?? was;
      const turned = turn(isSuggested(was), isSuggested(is));
      if (code === undefined || (turned === null && !isSuggested(is))) continue;
      const shift = (is?.probability ?? 0) - (was?.probability ?? 0);
      if (turned === null && Math.abs(shift) < leastShift) continue;
      if (counts && turned !== null) this.#countCode(key, code, turned);
      changes.push({
        system: code.system,
        subject: code.code,
        turned,
        before: was?.probability ?? null,
        after: is?.probability ?? null,
      });
    }
    return changes;
  }

  #countCode(key: string, { system, code, description }: Code, turned: 'on' | 'off'): void {
    const shift = this.#codes.get(key) ?? { system, code, description, turnedOn: 0, turnedOff: 0 };
    this.#codes.set(key, shift);
    if (turned === 'on') shift.turnedOn++;
    else shift.turnedOff++;
  }
}

/** Thrown where a file has no record: it is no label file, or an empty one. */
export class NoRecords extends Error {
  override readonly name = 'NoRecords';
  constructor(readonly path: string) {
    super('no label records');
  }
}

/**
 * Compares two files (JSON lines), holding the places of their records and what differs, not the records.
 * @param onProgress part done, 0 to 1, after each report.
 * @throws NoRecords; the system's error where a file cannot be read; the signal's reason.
 */
export async function differenceOf(
  before: string,
  after: string,
  onProgress: (part: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<LabelDifference> {
  const handles: FileHandle[] = [];
  try {
    const [oldFile, newFile] = [await open(before, 'r'), await open(after, 'r')];
    handles.push(oldFile, newFile);
    const [oldPlaces, newPlaces] = [await placesOf(oldFile), await placesOf(newFile)];
    if (oldPlaces.size === 0) throw new NoRecords(before);
    if (newPlaces.size === 0) throw new NoRecords(after);
    const sums = new DifferenceSums();
    const models = { before: new Set<string>(), after: new Set<string>() };
    const add = (set: Set<string>, { model }: StoredRecord): void => {
      set.add(`${model.name} ${model.version} (${model.sha256.slice(0, 8)})`);
    };
    let done = 0;
    let both = 0;
    for (const [path, place] of newPlaces) {
      signal?.throwIfAborted();
      const record = await recordAt(newFile, place);
      if (record !== null) add(models.after, record);
      const oldPlace = oldPlaces.get(path);
      const old = oldPlace === undefined ? null : await recordAt(oldFile, oldPlace);
      if (oldPlace !== undefined) both++;
      if (old !== null && record !== null) {
        add(models.before, old);
        sums.add(old, record);
      }
      onProgress(++done / newPlaces.size);
    }
    return {
      before: { path: before, reports: oldPlaces.size, models: [...models.before].sort() },
      after: { path: after, reports: newPlaces.size, models: [...models.after].sort() },
      compared: sums.compared,
      changed: sums.changed,
      onlyBefore: oldPlaces.size - both,
      onlyAfter: newPlaces.size - both,
      labels: sums.labels(),
      codes: sums.codes(),
      ...sums.reports(),
    };
  } finally {
    for (const handle of handles) await handle.close();
  }
}
