/**
 * One analysis per document version. A change starts one at once and ends the older one; whoever
 * waits gets the newest version's result.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CancellationToken } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { recalibratedVocabulary } from '../core/learn/recalibrate.js';
import type { LabelRecalibration } from '../core/learn/recalibrate.js';
import { mergeReadings } from '../core/report.js';
import type { ParsedReport } from '../core/report.js';
import type { PackVocabulary, ReportAnalysis, SentenceReading } from '../core/types.js';
import { EngineUnavailable, ReadCancelled } from '../engine/types.js';
import type { GlosaSettings } from '../protocol.js';
import type { Analysed } from './analysed.js';
import { isReport, unreadable } from './documentKind.js';
import type { EngineHost } from './engineHost.js';
import type { WhyReason } from './messages.js';
import { needsThread, parse } from './parse.js';
import { TurnQueue } from './turnQueue.js';
import { Deadline, Deferred } from './waiting.js';

/** Where the analyser gets what it needs and tells what happened. */
export interface AnalyserSurroundings {
  readonly engine: EngineHost;
  /** Bundled parseWorker.ts. */
  readonly parseWorkerPath: string;
  settings(uri: string): Promise<GlosaSettings>;
  folders(): readonly string[];
  /** What the decisions of the document's folder have taught. */
  recalibration(uri: string): LabelRecalibration;
  /** Adds the codes of learned lists to a report that the model has read. */
  withLearned(
    uri: string,
    analysis: ReportAnalysis,
    report: ParsedReport,
    readings: readonly SentenceReading[],
  ): ReportAnalysis;
  /** The sections and sentences are known; the model has not read yet. */
  onRules(analysed: Analysed): void;
  /** The last word on this version. */
  onFinal(analysed: Analysed): void;
  /** @param error its name may be logged, its message not: it may quote the report. */
  onFailure(error: unknown): void;
}

interface Run {
  readonly version: number;
  /** Somebody is writing this document: its steps go before those of documents that were just opened. */
  readonly edited: boolean;
  readonly controller: AbortController;
  readonly startedMs: number;
  rules: Analysed | null;
  final: Analysed | null;
  /** Resolves once `rules` or `final` is there, or the run was superseded or closed. */
  readonly parsed: Deferred;
  /** Resolves when this run ended: finished, superseded or closed. */
  ended: Promise<void>;
}

/** What a waiting feature gets. `late`: the model had not read this version in time. */
export interface Awaited {
  readonly analysed: Analysed | null;
  readonly late: boolean;
}

export class Analyser {
  readonly #around: AnalyserSurroundings;
  readonly #runs = new Map<string, Run>();
  /** Many documents may be opened, or read, at once: each step of each has a turn of its own. */
  readonly #turns = new TurnQueue();
  /** Until the large texts that came before are cut: a thread each at once would take memory and both processors. */
  #parsing: Promise<void> = Promise.resolve();

  constructor(around: AnalyserSurroundings) {
    this.#around = around;
  }

  /** Starts reading this version; an unfinished older version of the document is dropped. */
  start(document: TextDocument): void {
    const { uri, version } = document;
    const before = this.#runs.get(uri);
    before?.controller.abort();
    const run: Run = {
      version,
      edited: before !== undefined && before.version !== version,
      controller: new AbortController(),
      startedMs: performance.now(),
      rules: null,
      final: null,
      parsed: new Deferred(),
      ended: Promise.resolve(),
    };
    this.#runs.set(uri, run);
    const snapshot = TextDocument.create(uri, document.languageId, version, document.getText());
    const aborted = new Deferred();
    run.controller.signal.addEventListener('abort', () => {
      aborted.resolve();
      run.parsed.resolve();
    });
    run.ended = Promise.race([this.#perform(run, snapshot), aborted.promise]);
  }

  close(uri: string): void {
    this.#runs.get(uri)?.controller.abort();
    this.#runs.delete(uri);
  }

  dispose(): void {
    for (const uri of [...this.#runs.keys()]) this.close(uri);
  }

  /**
   * Cuts a report that is no open document, behind what the open ones ask for; large ones one after another, each in a
   * thread. Null where `signal` ended it.
   */
  async parse(text: string, signal: AbortSignal): Promise<ParsedReport | null> {
    const before = this.#parsing;
    const done = new Deferred();
    if (needsThread(text)) this.#parsing = done.promise;
    try {
      if (needsThread(text)) await before;
      await this.#turns.next(false);
      return isOver(signal) ? null : await parse(text, signal, this.#around.parseWorkerPath);
    } finally {
      done.resolve();
    }
  }

  /** The newest finished result, or null while the newest version is being read. */
  latest(uri: string): Analysed | null {
    return this.#runs.get(uri)?.final ?? null;
  }

  /**
   * Waits for the newest version's result. After `limitMs`, or when `token` is cancelled, it answers
   * with what the rules know.
   */
  async wait(uri: string, token: CancellationToken, limitMs = Infinity): Promise<Awaited> {
    const deadline = new Deadline(token, limitMs);
    try {
      for (;;) {
        const run = this.#runs.get(uri);
        if (run === undefined) return { analysed: null, late: false };
        if (run.final !== null) return { analysed: run.final, late: false };
        if (deadline.passed) return { analysed: run.rules, late: true };
        await Promise.race([run.ended, deadline.promise]);
      }
    } finally {
      deadline.dispose();
    }
  }

  /** The newest version as the rules know it, whether or not the model has read it. */
  async waitForRules(uri: string, token: CancellationToken): Promise<Analysed | null> {
    const deadline = new Deadline(token, Infinity);
    try {
      for (;;) {
        const run = this.#runs.get(uri);
        if (run === undefined || deadline.passed) return null;
        const known = run.final ?? run.rules;
        if (known !== null) return known;
        await Promise.race([run.parsed.promise, deadline.promise]);
      }
    } finally {
      deadline.dispose();
    }
  }

  async #perform(run: Run, document: TextDocument): Promise<void> {
    const { signal } = run.controller;
    try {
      // Two turns, so that a burst of changes that have arrived already is read once, at its last.
      await nextTurn();
      await nextTurn();
      if (isOver(signal)) return;
      const settings = await this.#around.settings(document.uri);
      if (isOver(signal)) return;
      const refusal = this.#refusal(document, settings);
      if (refusal !== null) {
        this.#finish(run, this.#result(run, document, settings, null, [], [refusal]));
        return;
      }
      await this.#turns.next(run.edited);
      if (isOver(signal)) return;
      const report = await parse(document.getText(), signal, this.#around.parseWorkerPath);
      if (report === null || isOver(signal)) return;
      run.rules = this.#result(run, document, settings, report, [], []);
      run.parsed.resolve();
      this.#around.onRules(run.rules);
      if (report.inputs.length === 0) {
        this.#finish(run, this.#result(run, document, settings, report, [], ['empty']));
        return;
      }
      const { readings, reasons } = await this.#read(report, document.uri, signal);
      // One answer of the engine may finish many documents.
      await this.#turns.next(run.edited);
      if (isOver(signal)) return;
      const result = this.#result(run, document, settings, report, readings, reasons);
      await this.#turns.next(run.edited);
      if (isOver(signal)) return;
      this.#finish(run, result);
    } catch (error) {
      this.#around.onFailure(error);
      if (isOver(signal)) return;
      const settings = await this.#around.settings(document.uri);
      this.#finish(run, this.#result(run, document, settings, null, [], ['engineFailed']));
    }
  }

  #refusal(document: TextDocument, settings: GlosaSettings): WhyReason | null {
    if (!isReport(document.uri, document.languageId, settings.reportGlobs, this.#around.folders())) {
      return 'notAReport';
    }
    if (!settings.enable) return 'disabled';
    return unreadable(document.getText(), settings);
  }

  async #read(
    report: ParsedReport,
    uri: string,
    signal: AbortSignal,
  ): Promise<{ readings: SentenceReading[]; reasons: WhyReason[] }> {
    try {
      const readings = await this.#around.engine.read(report.inputs, {
        priority: 'typing',
        owner: uri,
        signal,
      });
      return { readings, reasons: [] };
    } catch (error) {
      if (error instanceof EngineUnavailable) return { readings: [], reasons: ['noModel'] };
      if (error instanceof ReadCancelled) return { readings: [], reasons: ['cancelled'] };
      this.#around.onFailure(error);
      return { readings: [], reasons: ['engineFailed'] };
    }
  }

  #result(
    run: Run,
    document: TextDocument,
    settings: GlosaSettings,
    report: ParsedReport | null,
    readings: readonly SentenceReading[],
    reasons: readonly WhyReason[],
  ): Analysed {
    const status = this.#around.engine.status();
    const complete = report !== null && reasons.length === 0 && readings.length === report.inputs.length;
    const recalibration = this.#around.recalibration(document.uri);
    const vocabulary = recalibratedVocabulary(status.vocabulary, recalibration);
    return {
      uri: document.uri,
      version: document.version,
      document,
      settings,
      report,
      readings,
      analysis:
        report === null ? null : this.#merge(document.uri, report, readings, complete ? vocabulary : null),
      vocabulary,
      recalibration,
      packSha256: complete ? (status.pack?.sha256 ?? null) : null,
      reasons,
      complete,
      analysisMs: performance.now() - run.startedMs,
    };
  }

  #merge(
    uri: string,
    report: ParsedReport,
    readings: readonly SentenceReading[],
    vocabulary: PackVocabulary | null,
  ): ReportAnalysis {
    if (vocabulary === null) return mergeReadings(report, readings, null, []);
    return this.#around.withLearned(uri, mergeReadings(report, readings, vocabulary, []), report, readings);
  }

  #finish(run: Run, analysed: Analysed): void {
    run.final = analysed;
    run.parsed.resolve();
    this.#around.onFinal(analysed);
  }
}

/** A call, since the compiler takes a flag that it has seen false for false until the function ends. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}
