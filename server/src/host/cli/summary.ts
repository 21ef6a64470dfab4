import { isOffered } from '../../core/assertion.js';
import type { LabelRecord } from '../../store/labelRecord.js';
import type { TextEncoding } from '../../store/decodeText.js';
import type { UsableModel } from './model.js';
import type { Messages } from './messages.js';

const topCodes = 5;

/** What a run did, counted as it goes; its size depends on the codes seen, not on the reports. */
export class RunSummary {
  labelled = 0;
  unchanged = 0;
  failed = 0;
  #empty = 0;
  #startedMs = performance.now();
  readonly #encodings = new Map<TextEncoding, number>();
  readonly #codes = new Map<string, { count: number; description: string }>();

  get done(): number {
    return this.labelled + this.unchanged + this.failed;
  }

  /** Everything done per second since the start. */
  get perSecond(): number {
    return this.done / Math.max(0.001, this.#seconds());
  }

  /** Starts the clock: the model is ready, what follows is reading. */
  start(): void {
    this.#startedMs = performance.now();
  }

  addRecord(record: LabelRecord, encoding: TextEncoding): void {
    this.labelled++;
    if (record.notAnalysed.includes('empty')) this.#empty++;
    if (encoding !== 'UTF-8') this.#encodings.set(encoding, (this.#encodings.get(encoding) ?? 0) + 1);
    for (const { system, code, description, value, ...status } of record.codes) {
      if (!value || !isOffered(status)) continue;
      const key = `${system} ${code}`;
      const known = this.#codes.get(key);
      if (known === undefined) this.#codes.set(key, { count: 1, description });
      else known.count++;
    }
  }

  /** Lines for a person. @param model null where nothing was to be read. */
  text({ summary }: Messages, model: UsableModel | null, written: readonly string[]): string {
    const seconds = this.#seconds();
    const lines = [
      summary.counts(this.labelled, this.unchanged, this.failed),
      summary.rate(seconds, this.labelled / Math.max(0.001, seconds)),
    ];
    if (model !== null)
      lines.push(summary.model(model.pack.name, model.pack.version, model.status.provider ?? '?'));
    if (this.#empty > 0) lines.push(summary.empty(this.#empty));
    for (const [encoding, count] of this.#encodings) lines.push(summary.encoding(count, encoding));
    const top = [...this.#codes].sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1));
    if (top.length > 0) lines.push(summary.topCodes);
    for (const [code, { count, description }] of top.slice(0, topCodes))
      lines.push(`  ${String(count).padStart(6)}  ${code}  ${description}`);
    for (const path of written) lines.push(summary.written(path));
    return `${lines.join('\n')}\n`;
  }

  #seconds(): number {
    return (performance.now() - this.#startedMs) / 1000;
  }
}
