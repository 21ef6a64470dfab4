/** The table of a folder's reports: counted, filtered, sorted and given out by pages. Pure; holds no report text. */
import type {
  AnatomyCount,
  CodeCount,
  LabelCount,
  LabelState,
  ReportFilter,
  ReportSort,
  WireLabelId,
  WorkspaceOverview,
} from '../../protocol.js';
import type { Failures } from '../../store/failures.js';
import { codeThresholds, judge } from './doubt.js';
import type { Judged, Said } from './doubt.js';
import type { Row, StatedCode } from './reportRow.js';
import { byText, isSuspected, orders, states, tableRow } from './tableEntry.js';
import type { Entry, TableRow } from './tableEntry.js';
import type { Circumstances } from './workerMessages.js';

export type TableOverview = Omit<WorkspaceOverview, 'versions'>;

/** What is known of reports besides their labels. */
export interface TableFacts extends Circumstances {
  readonly failures: Failures;
  /** By path: reports that were decided on, with what was said of labels. */
  readonly reviews: ReadonlyMap<string, Said>;
  /** By path without ending. */
  readonly gold: ReadonlyMap<string, Said>;
  /** By path: checks that are ignored in the report. */
  readonly ignored: ReadonlyMap<string, ReadonlySet<string>>;
  readonly ignoredEverywhere: ReadonlySet<string>;
}

/** Codes listed in an overview. */
const mostCodes = 2_000;
const noWord: Said = new Map();
const unread: Judged = { doubt: 0, look: null };
const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export class ReportTable {
  readonly #rows = new Map<string, Row>();
  #entries: Entry[] = [];
  #revision = 0;
  #unreadable = 0;
  #otherwiseTaught = 0;
  #shown: { key: string; entries: readonly Entry[] } | null = null;

  get revision(): number {
    return this.#revision;
  }

  /** The last record of a path counts. {@link settle} when all are there. */
  put(row: Row): void {
    this.#rows.set(row.path, row);
  }

  /** A line that is no record. */
  skip(): void {
    this.#unreadable++;
  }

  clear(): void {
    this.#rows.clear();
    this.#unreadable = 0;
  }

  row(path: string): Row | undefined {
    return this.#rows.get(path);
  }

  /** The label or code that a report is worth a look for. */
  look(path: string): string | null {
    return this.#entries.find((entry) => entry.path === path)?.judged.look?.subject ?? null;
  }

  /** Judges every report anew. */
  settle({ failures, reviews, gold, ignored, ignoredEverywhere, off, reading }: TableFacts): void {
    const thresholds = codeThresholds(this.#rows.values());
    const silent = new Set([...off, ...ignoredEverywhere]);
    this.#otherwiseTaught = 0;
    const entries: Entry[] = [];
    for (const [path, row] of this.#rows) {
      const said = reviews.get(path);
      const judged = judge(row, said ?? noWord, gold.get(withoutEnding(path)) ?? noWord, thresholds);
      const own = ignored.get(path);
      const checks = row.checks.filter((id) => !silent.has(id) && own?.has(id) !== true).length;
      if (reading?.modelSha256 === row.modelSha256 && reading.calibration !== row.calibration)
        this.#otherwiseTaught++;
      const failure = failures.get(path) ?? null;
      entries.push({ path, row, judged, reviewed: said !== undefined, checks, failure });
    }
    for (const [path, failure] of failures)
      if (!this.#rows.has(path))
        entries.push({ path, row: null, judged: unread, reviewed: false, checks: 0, failure });
    this.#entries = entries;
    this.#shown = null;
    this.#revision++;
  }

  overview(): TableOverview {
    const entries = this.#entries;
    const count = (fits: (entry: Entry) => boolean): number => entries.filter(fits).length;
    return {
      revision: this.#revision,
      reports: this.#rows.size,
      failed: count(({ failure }) => failure !== null),
      suspected: count(isSuspected),
      doubtful: count(({ row }) => row?.states.includes('doubtful') === true),
      reviewed: count(({ reviewed }) => reviewed),
      empty: count(({ row }) => row?.empty === true),
      unreadable: this.#unreadable,
      otherwiseTaught: this.#otherwiseTaught,
      models: this.#models(),
      labels: this.#labels(),
      codes: this.#codes(),
      anatomies: this.#anatomies(),
    };
  }

  /** Rows `offset` to `offset + limit` of those that the filter lets through. */
  page(
    filter: ReportFilter,
    sort: ReportSort,
    offset: number,
    limit: number,
  ): { total: number; rows: TableRow[] } {
    const key = JSON.stringify([filter, sort, this.#revision]);
    if (this.#shown?.key !== key) this.#shown = { key, entries: this.#sorted(filter, sort) };
    const { entries } = this.#shown;
    return { total: entries.length, rows: entries.slice(offset, offset + limit).map(tableRow) };
  }

  #sorted(filter: ReportFilter, sort: ReportSort): Entry[] {
    const fits = this.#fitting(filter);
    const order = orders[sort.by];
    const sign = sort.descending ? -1 : 1;
    return this.#entries.filter(fits).sort((a, b) => sign * order(a, b) || byText(a.path, b.path));
  }

  #fitting(filter: ReportFilter): (entry: Entry) => boolean {
    const tests: ((entry: Entry) => boolean)[] = [];
    const { label, is, anatomy, state } = filter;
    if (filter.path !== undefined && filter.path !== '') {
      const wanted = fold(filter.path);
      tests.push(({ path }) => fold(path).includes(wanted));
    }
    if (label !== undefined) {
      tests.push(({ row }) => {
        const place = row?.labels.ids.indexOf(label) ?? -1;
        return place >= 0 && (is === undefined || row?.states[place] === is);
      });
    }
    if (filter.code !== undefined && filter.code.trim() !== '') {
      const wanted = this.#codesLike(filter.code);
      tests.push(({ row }) => row?.codes.some((code) => wanted.has(code)) === true);
    }
    if (anatomy !== undefined)
      tests.push(({ row }) => row?.anatomies?.some(({ subtype }) => subtype === anatomy) === true);
    if (state !== undefined) tests.push(states[state]);
    if (filter.paths !== undefined) {
      const wanted = new Set(filter.paths);
      tests.push(({ path }) => wanted.has(path));
    }
    return (entry) => tests.every((test) => test(entry));
  }

  /** A code of exactly that name, else those that have every word in code or description. */
  #codesLike(query: string): Set<StatedCode> {
    const all = new Set<StatedCode>();
    for (const row of this.#rows.values()) for (const code of row.codes) all.add(code);
    const wanted = fold(query).trim();
    const exact = [...all].filter(({ code }) => fold(code) === wanted);
    if (exact.length > 0) return new Set(exact);
    const words = wanted.split(/\s+/u);
    return new Set(
      [...all].filter(({ system, code, description }) => {
        const text = fold(`${system} ${code} ${description}`);
        return words.every((word) => text.includes(word));
      }),
    );
  }

  #models(): TableOverview['models'] {
    const reports = new Map<string, number>();
    for (const { model } of this.#rows.values()) reports.set(model, (reports.get(model) ?? 0) + 1);
    return [...reports]
      .map(([model, number]) => {
        const cut = model.lastIndexOf(' ');
        return { name: model.slice(0, cut), version: model.slice(cut + 1), reports: number };
      })
      .sort((a, b) => b.reports - a.reports);
  }

  #labels(): LabelCount[] {
    const counts = new Map<string, Record<LabelState, number>>();
    for (const { labels, states: own } of this.#rows.values()) {
      labels.ids.forEach((id, place) => {
        const count = counts.get(id) ?? { stated: 0, doubtful: 0, notStated: 0, notApplying: 0 };
        counts.set(id, count);
        const state = own[place];
        if (state !== undefined) count[state]++;
      });
    }
    return [...counts].map(([id, count]) => ({ id: id as WireLabelId, ...count }));
  }

  #codes(): CodeCount[] {
    const reports = new Map<StatedCode, number>();
    for (const row of this.#rows.values())
      for (const code of row.codes) reports.set(code, (reports.get(code) ?? 0) + 1);
    return [...reports]
      .map(([code, number]) => ({ ...code, reports: number }))
      .sort((a, b) => b.reports - a.reports || byText(a.code, b.code))
      .slice(0, mostCodes);
  }

  #anatomies(): AnatomyCount[] | null {
    const counts = new Map<string, { reports: number; mentions: number }>();
    let any = false;
    for (const { anatomies } of this.#rows.values()) {
      if (anatomies === null) continue;
      any = true;
      for (const { subtype, mentions } of anatomies) {
        const count = counts.get(subtype) ?? { reports: 0, mentions: 0 };
        counts.set(subtype, count);
        count.reports++;
        count.mentions += mentions;
      }
    }
    if (!any) return null;
    return [...counts]
      .map(([subtype, count]) => ({ subtype, ...count }))
      .sort((a, b) => b.reports - a.reports || byText(a.subtype, b.subtype));
  }
}

function withoutEnding(path: string): string {
  return path.replace(/\.[^./]*$/u, '');
}
