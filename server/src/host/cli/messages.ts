import type { Step } from '../../core/map/step.js';
import type { NoMap } from '../../lsp/map/mapJob.js';
import type { EvaluationNames } from '../../lsp/evaluation/names.js';
import type { AnnProblemKind } from '../../store/cantemist.js';
import type { LossKind } from '../../store/exports/losses.js';
import type { BratProblemKind } from '../../store/imports/brat.js';
import type { CodiespProblemKind } from '../../store/imports/codiesp.js';
import type { GoldProblemKind } from '../../store/goldTable.js';
import type { ChainFault } from '../../store/reviews/chain.js';
import type { HelpTopic } from './argumentTypes.js';
import type { AnnotatedKind } from '../../lsp/evaluation/annotated.js';
import { english } from './messages.en.js';
import { spanish } from './messages.es.js';

/** Why one report was not read, for a person. */
export interface FailureMessages {
  binary: string;
  notAFile: string;
  tooLarge(bytes: number, maxBytes: number): string;
  unreadable(errorCode: string): string;
  engineFailed: string;
  /** Two labelled folders have a report of the same relative path, and one output file. */
  samePath: string;
  /** Two exported reports have the same file name. */
  sameCase: string;
  /** Two exported reports would have the same files. */
  sameName: string;
  caseName: string;
  /** The file of decisions is broken or cannot be read. */
  reviews: string;
  /** An `.ann` without its `.txt`. */
  noText: string;
}

/** Bad lines of `--stdin`; in English in the records that are written, since programs read those. */
export interface Messages {
  readonly locale: 'en' | 'es';
  usage: {
    unknownCommand(name: string): string;
    wrongOption(option: string): string;
    noPaths: string;
    noSuchPath(path: string): string;
    notPositiveInteger(option: string, value: string): string;
    notASize(value: string): string;
    notOneOf(option: string, value: string, allowed: readonly string[]): string;
    stdinAlone: string;
    serveNeedsStdio: string;
    outIsAFolder(path: string): string;
    evalNeeds: string;
    exportNeeds: string;
    importNeeds: string;
    verifyNeeds: string;
    mapNeeds: string;
    diffNeeds: string;
    /** A label file without a record. */
    noRecords(path: string): string;
    learnNeeds: string;
    notALearnedList(path: string, problem: string): string;
    /** A learned list of another model. */
    otherModel(path: string, learntWith: string, model: string): string;
    /** An option that only exports of records take. */
    notForCantemist(option: string): string;
    notAnImportFolder(path: string, wanted: string): string;
    notAFolder(path: string): string;
    noPairs(folder: string): string;
    noGold(folder: string, what: AnnotatedKind): string;
    outHoldsReports(path: string): string;
    unexpected(argument: string): string;
    /** @param command that was used wrongly; null where there is none of that name. */
    seeHelp(command: string | null): string;
  };
  failure: FailureMessages;
  /** Of a line of an `.ann` in CANTEMIST's format. */
  annProblem: Readonly<Record<AnnProblemKind, string>>;
  /** Of a line of an imported file. */
  importProblem: Readonly<Record<BratProblemKind | CodiespProblemKind | 'record', string>>;
  /** Of a line of a table of labels. */
  goldProblem: Readonly<Record<GoldProblemKind, string>>;
  /** A reason of the engine, which is English, in this language. */
  reason(english: string): string;
  noModel(reason: string): string;
  /** A reason: the pack has no head for codes. */
  noCodeHead: string;
  /** A reason: the pack has no heads for entities, labels and exam codes. */
  noReaderHead: string;
  engineLost(reason: string): string;
  cannotWrite(path: string, errorCode: string): string;
  notALabelFile(path: string): string;
  lockHeld(lockPath: string, pid: number | null, host: string, since: string): string;
  noReports(folder: string, extensions: readonly string[]): string;
  failed(path: string, reason: string): string;
  interrupted: string;
  warningNotCompacted(path: string, errorCode: string): string;
  progress(done: number, total: number | null, perSecond: number, minutesLeft: number | null): string;
  summary: {
    counts(labelled: number, unchanged: number, failed: number): string;
    rate(seconds: number, perSecond: number): string;
    written(path: string): string;
    model(name: string, version: string, device: string): string;
    empty(count: number): string;
    encoding(count: number, encoding: string): string;
    topCodes: string;
  };
  /** Names of rows of scores. */
  evaluation: EvaluationNames;
  /** @param leftOut mentions that the format cannot hold. */
  exported(written: number, failed: number, leftOut: number, path: string): string;
  /** @param stored reports whose stored labels were taken. @param models that made those. */
  exportedRecords(
    written: number,
    stored: number,
    models: readonly string[],
    failed: number,
    path: string,
  ): string;
  /** Heads the list of what the format cannot hold. @param path null in a preview. */
  losses: {
    preview(
      format: string,
      reports: number,
      stored: number,
      models: readonly string[],
      failed: number,
    ): string;
    /** @param becomes of what was dismissed. */
    decided(accepted: number, dismissed: number, becomes: 'marked' | 'leftOut'): string;
    head(format: string): string;
    none(format: string): string;
    kind: Readonly<Record<LossKind, string>>;
  };
  learnt(path: string): string;
  imported(records: number, problems: number, path: string): string;
  diff: {
    file(path: string, reports: number, models: readonly string[]): string;
    counts(compared: number, changed: number, onlyBefore: number, onlyAfter: number): string;
    /** Heads of columns, ten characters at most. */
    on: string;
    off: string;
    before: string;
    after: string;
    shift: string;
    size: string;
    reports: string;
    /** Where nothing differs. */
    same: string;
    changedReports: string;
    more(count: number): string;
  };
  map: {
    /** @param path of the table. @param cached taken from an earlier run. */
    made(reports: number, missing: number, cached: boolean, path: string): string;
    /** Part of the phase that is done, 0 to 1. */
    step(phase: Step['phase'], part: number): string;
    none: Readonly<Record<NoMap, string>>;
  };
  verify: {
    counts(path: string, lines: number, reports: number, reviewers: number): string;
    whole: string;
    /** No decision was ever written there. */
    none: string;
    broken(line: number, fault: string): string;
    fault: Readonly<Record<ChainFault, string>>;
    torn: string;
    /** Nobody to compare with. */
    onePerson: string;
    pair(first: string, second: string): string;
    observed: string;
    codes: string;
    spans(first: number, second: number, matched: number, f1: string): string;
  };
  doctor: {
    model: string;
    providers: string;
    runtime: string;
    selfTest: string;
    usable: string;
    notUsable(reason: string): string;
    ok: string;
    no: string;
    noCode: string;
    found: string;
  };
  help: Readonly<Record<HelpTopic, string>>;
}

/** Messages in the language of the environment's locale (POSIX order): Spanish for `es…`, else English. */
export function messagesFor(env: Readonly<Record<string, string | undefined>>): Messages {
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value) ?? '';
  return /^es(?![a-z])/i.test(locale) ? spanish : english;
}
