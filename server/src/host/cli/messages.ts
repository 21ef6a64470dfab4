import type { AnnProblemKind } from '../../store/cantemist.js';
import type { HelpTopic } from './arguments.js';
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
  caseName: string;
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
    notAFolder(path: string): string;
    noPairs(folder: string): string;
    outHoldsReports(path: string): string;
    seeHelp: string;
  };
  failure: FailureMessages;
  /** Of a line of an `.ann`. */
  annProblem: Readonly<Record<AnnProblemKind, string>>;
  noModel(reason: string): string;
  /** A reason: the pack has no head for codes. */
  noCodeHead: string;
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
  evaluation: {
    model: string;
    documents: string;
    goldMentions: string;
    without(code: string): string;
    codes(threshold: string): string;
    calibrationError: string;
  };
  /** @param leftOut mentions that the format cannot hold. */
  exported(written: number, failed: number, leftOut: number, path: string): string;
  doctor: {
    model: string;
    providers: string;
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
