/** `glosa verify`: whether the chain of decisions is whole, and how far reviewers agree. */
import type { Kappa } from '../../core/agreement.js';
import { agreementOf } from '../../store/reviews/agreementOf.js';
import type { PairAgreement } from '../../store/reviews/agreementOf.js';
import { ReviewFile } from '../../store/reviews/reviewFile.js';
import { ReviewLog } from '../../store/reviews/reviewLog.js';
import { errorCode } from '../../store/walkReports.js';
import type { VerifyArguments } from './argumentTypes.js';
import { writeTo } from './environment.js';
import type { CliEnvironment } from './environment.js';
import { CliError, exitCodes } from './exitCodes.js';
import { findRoots } from './roots.js';

/** Returns the exit code: 1 where the chain is broken. @throws CliError. */
export async function verifyCommand(args: VerifyArguments, environment: CliEnvironment): Promise<number> {
  const { cwd, messages, stdout } = environment;
  const [root] = await findRoots([args.folder], cwd, messages);
  if (root?.kind !== 'folder') throw new CliError(exitCodes.usage, messages.usage.notAFolder(args.folder));
  const file = new ReviewFile(root.absolutePath);
  const log = ReviewLog.of(root.absolutePath);
  try {
    await file.read();
  } catch (error) {
    const reason = messages.failure.unreadable(errorCode(error));
    throw new CliError(exitCodes.usage, messages.failed(file.path, reason));
  }
  await log.refresh();
  const entries = log.entries();
  const reviewers = new Set(entries.map(({ decided }) => decided.who));
  const pairs = args.agreement ? agreementOf(log.byPath) : [];
  const { broken, torn } = file;
  if (args.json) {
    const whole = { path: file.path, lines: entries.length, reports: log.byPath.size, broken, torn };
    const agreement = args.agreement ? { agreement: pairs.map(asJson) } : {};
    const object = { ...whole, reviewers: [...reviewers].sort(), ...agreement };
    await writeTo(stdout, `${JSON.stringify(object, null, 2)}\n`);
  } else {
    const words = messages.verify;
    const lines = [
      words.counts(file.path, entries.length, log.byPath.size, reviewers.size),
      broken === null
        ? entries.length === 0
          ? words.none
          : words.whole
        : words.broken(broken.line, words.fault[broken.fault]),
      ...(torn ? [words.torn] : []),
      ...(args.agreement && pairs.length === 0 ? [words.onePerson] : []),
      ...pairs.flatMap((pair) => table(pair, words)),
    ];
    await writeTo(stdout, `${lines.join('\n')}\n`);
  }
  return broken === null ? exitCodes.ok : exitCodes.someFailed;
}

function asJson({ reviewers, labels, codes, spans }: PairAgreement): object {
  return { reviewers, labels: Object.fromEntries(labels), codes, spans };
}

function table(pair: PairAgreement, words: CliEnvironment['messages']['verify']): string[] {
  const rows = [...pair.labels, [words.codes, pair.codes] as const];
  const number = (value: number | null): string => (value === null ? '–' : value.toFixed(3));
  const row = ([name, { n, observed, kappa }]: readonly [string, Kappa]): string =>
    `  ${name.padEnd(28)} ${String(n).padStart(6)} ${number(observed).padStart(8)} ${number(kappa).padStart(8)}`;
  const { first, second, matched, f1 } = pair.spans;
  return [
    '',
    words.pair(pair.reviewers[0], pair.reviewers[1]),
    `  ${''.padEnd(28)} ${'n'.padStart(6)} ${words.observed.padStart(8)} ${'kappa'.padStart(8)}`,
    ...rows.filter(([, { n }]) => n > 0).map(row),
    `  ${words.spans(first, second, matched, number(f1))}`,
  ];
}
