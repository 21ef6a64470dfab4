/** The learned lists of the workspace's folders: each reads the reports of its own folder. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LearnedReader, withLearnedCodes } from '../core/learn/suggest.js';
import type { LearnedPack } from '../core/learn/types.js';
import type { ParsedReport } from '../core/report.js';
import type { ReportAnalysis, SentenceReading } from '../core/types.js';
import type { EngineStatus } from '../engine/types.js';
import { forgetLearnedPack, learnedPacksOf, storeLearnedPack } from '../store/learnedPacks.js';
import { vectorsWithout } from './learnReports.js';
import { reviewPlace } from './reviewPlace.js';

/** A list with the folder that keeps it. */
export interface FolderList {
  /** Path of the workspace folder. */
  readonly root: string;
  readonly pack: LearnedPack;
}

/** Why a file in `.glosa/learned` is not used. */
export interface UnusedList {
  readonly file: string;
  /** What is wrong with it; never its content. */
  readonly problem: string;
}

export class LearnedCodes {
  readonly #folders: () => readonly string[];
  readonly #trusted: boolean;
  /** Lists and models that {@link newlyUnusable} has told of. */
  readonly #told = new Set<string>();
  #readers = new Map<string, readonly LearnedReader[]>();

  /** @param trusted false: nothing of the workspace is read. */
  constructor(folders: () => readonly string[], trusted: boolean) {
    this.#folders = folders;
    this.#trusted = trusted;
  }

  /** Reads the folders' lists anew. @returns files that are no lists. */
  async load(): Promise<UnusedList[]> {
    const readers = new Map<string, readonly LearnedReader[]>();
    const unused: UnusedList[] = [];
    for (const root of this.roots()) {
      const stored = await learnedPacksOf(root);
      readers.set(
        root,
        stored.flatMap(({ pack }) => (pack === null ? [] : [new LearnedReader(pack)])),
      );
      for (const { path, problem } of stored)
        if (problem !== null) unused.push({ file: relative(root, path), problem });
    }
    this.#readers = readers;
    return unused;
  }

  /** Paths of the workspace's folders that lists may be kept in. */
  roots(): string[] {
    if (!this.#trusted) return [];
    return this.#folders().flatMap((uri) => (uri.startsWith('file:') ? [fileURLToPath(uri)] : []));
  }

  /** All lists, whichever model they were learnt with. */
  lists(): FolderList[] {
    return [...this.#readers].flatMap(([root, readers]) => readers.map(({ pack }) => ({ root, pack })));
  }

  /**
   * Lists that were learnt with another model than this, each once: they say nothing until they are learnt again.
   */
  newlyUnusable(modelSha256: string): FolderList[] {
    return this.lists().filter(({ root, pack }) => {
      const key = JSON.stringify([root, pack.name, pack.modelSha256, modelSha256]);
      if (pack.modelSha256 === modelSha256 || this.#told.has(key)) return false;
      this.#told.add(key);
      return true;
    });
  }

  /** @returns the file's path. @throws the system's error. */
  async store(root: string, pack: LearnedPack): Promise<string> {
    const path = await storeLearnedPack(root, pack);
    await this.load();
    return path;
  }

  /** Deletes a list. @returns false where there is none of that name. @throws the system's error. */
  async forget(root: string, name: string): Promise<boolean> {
    const forgotten = await forgetLearnedPack(root, name);
    await this.load();
    return forgotten;
  }

  /** A report's analysis with what the lists of its folder suggest. */
  extend(
    uri: string,
    analysis: ReportAnalysis,
    report: ParsedReport,
    readings: readonly SentenceReading[],
    status: EngineStatus,
  ): ReportAnalysis {
    const { root } = reviewPlace(uri, this.#folders(), this.#trusted);
    const readers = (this.#readers.get(root ?? '') ?? []).filter(
      ({ pack }) => pack.modelSha256 === status.pack?.sha256,
    );
    return withLearnedCodes(analysis, report, readers, vectorsWithout(report, readings, status.vocabulary));
  }
}
