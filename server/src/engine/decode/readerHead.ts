/** The `reader` head (S2, S3, S4, S0) for one sentence. Runs in the child. */
import type { SentenceReading } from '../../core/types.js';
import type { DecodingKernel } from '../kernel.js';
import type { ReportReaderHead } from '../readerManifest.js';
import type { Tensors } from '../tensors.js';
import { decodeQueries } from './readerQueries.js';
import { RelationFinder } from './readerRelations.js';
import { SpanAttributes } from './readerSpans.js';
import { decodeTags, scoredTags } from './readerTags.js';
import type { SpanScorer } from './spanScorer.js';
import type { SubtypeLexicon } from './subtypeLexicon.js';
import type { WordOutput } from './types.js';

/** A head that is ready to read: settings and parameters. One sentence at a time: it has buffers of its own. */
export interface ReadyHead {
  readonly settings: ReportReaderHead;
  readonly attributes: SpanAttributes;
  readonly relations: RelationFinder;
  /** Null for a pack without one: spans are then those of the best path. */
  readonly scorer: SpanScorer | null;
}

/** @throws RangeError where a tensor is missing. */
export function prepareHead(
  settings: ReportReaderHead,
  tensors: Tensors,
  scorer: SpanScorer | null = null,
  lexicon: SubtypeLexicon | null = null,
  kernel: DecodingKernel | null = null,
): ReadyHead {
  return {
    settings,
    attributes: new SpanAttributes(settings, tensors, lexicon, kernel),
    relations: new RelationFinder(settings, tensors, kernel),
    scorer,
  };
}

/**
 * Entities, relations and report reading of one sentence.
 * @param words the folded words; every output has one row per word.
 * @throws RangeError where an output of the head is missing.
 */
export function readReportHead(
  words: readonly string[],
  outputs: ReadonlyMap<string, WordOutput>,
  { settings, attributes, relations, scorer }: ReadyHead,
): Omit<SentenceReading, 'mentions'> {
  const count = words.length;
  const output = (name: string): WordOutput => {
    const found = outputs.get(name);
    if (found === undefined) throw new RangeError(`output ${name} is missing`);
    return found;
  };
  const tags = output(settings.tagOutput);
  const spans =
    scorer === null
      ? decodeTags(tags, count, settings.types, settings.tagBias)
      : scoredTags(tags, words, settings.types, scorer);
  return {
    entities: attributes.describe(output(settings.spanOutput), words, spans),
    relations: relations.find(output(settings.relationOutput), spans),
    report: decodeQueries(output(settings.queryOutput), output(settings.vectorOutput), count),
  };
}
