/** From texts to mentions through the engine. */
import { reportMentions } from '../../core/scores/mentions.js';
import type { ReportMention } from '../../core/scores/mentions.js';
import type { ReadingEngine } from '../labelling/labelReports.js';
import { readParsed } from './readParsed.js';
import type { ToRead } from './readParsed.js';

/** `mentions` is null where there was no report, or where the model failed on it twice. */
export interface MentionsRead<T> extends ToRead<T> {
  readonly mentions: readonly ReportMention[] | null;
}

/** Reads in the order of the source. @throws as {@link readParsed} does. */
export async function* readMentions<T>(
  source: AsyncIterable<ToRead<T>>,
  engine: ReadingEngine,
  options: { readonly jobs: number; readonly signal: AbortSignal },
): AsyncGenerator<MentionsRead<T>> {
  for await (const { tag, report, readings } of readParsed(source, engine, options)) {
    const mentions = report === null || readings === null ? null : reportMentions(report, readings);
    yield { tag, report, mentions };
  }
}
