/**
 * The shipped pack, int8 through onnxruntime-node or the kernel and the engine's decoders, against the weights that it
 * was made from, fp32 through PyTorch (`python -m training reader parity` writes the fixture).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { likeliest } from '../../server/src/core/exam/codeShares.js';
import { sharesOfExams } from '../../server/src/core/examCodes.js';
import { mergeQuery } from '../../server/src/core/labels.js';
import type { ParsedReport } from '../../server/src/core/report.js';
import { readSentences, sharesOf, shiftOf } from '../../server/src/core/reportAttention.js';
import type { CaseType, MentionReading, PackVocabulary, SectionKind, SentenceReading } from '../../server/src/core/types.js';
import { TokenBudget, cpuLimits } from '../../server/src/engine/batches.js';
import { createDecoder } from '../../server/src/engine/decode/index.js';
import type { SentenceDecoder } from '../../server/src/engine/decode/types.js';
import { loadPack } from '../../server/src/engine/pack.js';
import type { LoadedPack } from '../../server/src/engine/pack.js';
import { ReadingJob } from '../../server/src/engine/reader.js';
import { loadKernel } from '../../server/src/engine/kernel.js';
import { openKernelSession } from '../../server/src/engine/kernelSession.js';
import { openOnnxSession } from '../../server/src/engine/onnxSession.js';
import { loadTokenizer } from '../../server/src/engine/tokenizer.js';
import { loadVocabulary } from '../../server/src/engine/vocabulary.js';
import { addVector, vectorLength } from '../../server/src/core/wordVector.js';

/**
 * `GLOSA_PARITY_PACK` and `GLOSA_PARITY_FIXTURE` try another pack with its own fixture, `GLOSA_PARITY_FURTHEST` another
 * bar on single probabilities.
 */
const packFolder = process.env.GLOSA_PARITY_PACK ?? join(__dirname, '..', '..', 'models', 'glosa-base');
const fixturePath =
  process.env.GLOSA_PARITY_FIXTURE ?? join(__dirname, '..', 'fixtures', 'reader-parity.json.gz');

/** What int8 may change of a probability; on average it is a quarter of that at most, or what is said. And of any one of them. */
const tolerance = 0.02;
const furthest = Number(process.env.GLOSA_PARITY_FURTHEST ?? 0.08);
/** Part of the decisions that are the same: int8 tips those that lie on the edge. */
const agreement = 0.97;
/** Part of the probabilities that lie within `tolerance`. */
const near = 0.97;

type TorchEntity = [
  type: string,
  first: number,
  end: number,
  score: number,
  subtype: string | null,
  assertion: string | null,
  trend: string | null,
  side: string | null,
];

interface TorchSentence {
  readonly section: SectionKind;
  readonly words: string[];
  readonly caseTypes: CaseType[];
  readonly entities: TorchEntity[];
  readonly relations: [type: string, head: number, tail: number, probability: number][];
  readonly mentionLogits: number[];
  readonly codeVectors: number[];
}

interface Fixture {
  /** sha256 of the weights that the fixture is of. */
  readonly weights: string;
  readonly reports: {
    readonly id: string;
    readonly language: 'es' | 'en';
    readonly sentences: TorchSentence[];
    readonly labels: Readonly<Record<string, number>>;
    readonly exams: [code: string, probability: number][];
  }[];
}

const fixture = JSON.parse(gunzipSync(readFileSync(fixturePath)).toString('utf8')) as Fixture;
const sentences = fixture.reports.flatMap((report) => report.sentences);

type Runtime = 'onnxruntime' | 'kernel';
/** What this machine has: the kernel needs a compiler when it is built and AVX2 when it runs. */
const kernel = loadKernel(join(__dirname, '..', '..', 'out'));
const runtimes: readonly Runtime[] =
  (kernel?.arithmetic() ?? null) === null ? ['onnxruntime'] : ['onnxruntime', 'kernel'];

let pack: LoadedPack;
let vocabulary: PackVocabulary;
let decode: SentenceDecoder;
/** One a sentence, in the order of the fixture. */
let readings: SentenceReading[] = [];

beforeAll(async () => {
  pack = await loadPack(packFolder);
  const loaded = await loadVocabulary(pack);
  if (loaded === null) throw new Error('the pack has no vocabulary');
  vocabulary = loaded;
  decode = createDecoder(pack);
});

/** Reads the fixture's sentences with one or the other. */
async function readWith(runtime: Runtime): Promise<void> {
  const session =
    runtime === 'kernel'
      ? openKernelSession(pack, kernel)
      : await openOnnxSession(pack, { graph: 'cpu', provider: 'cpu', threads: 1 });
  if (session === null) throw new Error('the kernel does not read the pack that ships');
  readings = [];
  const job = new ReadingJob(sentences, {
    manifest: pack.manifest,
    tokenize: await loadTokenizer(pack),
    session,
    decode,
    budget: new TokenBudget(cpuLimits),
  });
  while (!job.done) for (const { index, reading } of await job.step()) readings[index] = reading;
}

/** Decisions and probabilities that both sides made. */
class Comparison {
  private readonly pairs: (readonly [torch: number, engine: number])[] = [];
  private same = 0;
  private decisions = 0;

  /** Things that were decided for, each with its probability: equal where both sides have it. */
  decided(torch: ReadonlyMap<string, number>, engine: ReadonlyMap<string, number>): void {
    for (const name of new Set([...torch.keys(), ...engine.keys()])) {
      const [a, b] = [torch.get(name), engine.get(name)];
      this.decisions++;
      if (a === undefined || b === undefined) continue;
      this.same++;
      this.pairs.push([a, b]);
    }
  }

  /** A value that both sides have, and whether they decide alike. */
  valued(torch: number, engine: number, same: boolean): void {
    this.pairs.push([torch, engine]);
    this.decisions++;
    if (same) this.same++;
  }

  /**
   * Holds both sides to the bars, and says how near they are. @param least decisions that the fixture must have.
   * @param most mean difference.
   */
  check(what: string, least: number, most = tolerance / 4): void {
    const differences = this.pairs.map(([a, b]) => Math.abs(a - b));
    const mean = differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
    const worst = Math.max(...differences);
    const ranked = [...differences].sort((a, b) => a - b);
    const share = (part: number): string => (ranked[Math.ceil(part * ranked.length) - 1] ?? 0).toFixed(4);
    const within = differences.filter((difference) => difference <= tolerance).length;
    process.stdout.write(
      `parity ${what}: ${this.same} of ${this.decisions} decisions the same; of ${differences.length} probabilities ` +
        `${within} within ${tolerance}, mean ${mean.toFixed(4)}, p95 ${share(0.95)}, p99 ${share(0.99)}, worst ${worst.toFixed(3)}\n`,
    );
    expect(this.decisions, `${what} compared`).toBeGreaterThanOrEqual(least);
    // One decision may tip where there are few.
    expect(this.decisions - this.same, `${what} that differ`).toBeLessThanOrEqual(
      Math.max(1, (1 - agreement) * this.decisions),
    );
    expect(within, `${what} within ${tolerance}`).toBeGreaterThanOrEqual(Math.min(differences.length - 1, near * differences.length));
    expect(mean, `${what}, mean difference`).toBeLessThanOrEqual(most);
    expect(worst, `${what}, worst difference`).toBeLessThanOrEqual(furthest);
  }
}

describe.each(runtimes)('the shipped pack on %s against PyTorch', (runtime) => {
  beforeAll(() => readWith(runtime));

  it('is of the weights that the fixture was made from', () => {
    expect(pack.manifest.files['weights.bin']?.sha256).toBe(fixture.weights);
  });

  it('reads the same entities with the same attributes and relations', () => {
    const entities = new Comparison();
    const relations = new Comparison();
    sentences.forEach((torch, s) => {
      const read = readings[s];
      if (read === undefined) return;
      entities.decided(
        new Map(
          torch.entities.map(([type, first, end, score, ...said]) => [[type, first, end, ...said].join(' '), score]),
        ),
        new Map(
          read.entities.map((e) => [
            [e.type, e.firstWord, e.endWord, e.subtype, e.assertion, e.trend, e.side].join(' '),
            e.score,
          ]),
        ),
      );
      const torchPlaces = torch.entities.map(([type, first, end]) => `${type} ${first} ${end}`);
      const places = read.entities.map(({ type, firstWord, endWord }) => `${type} ${firstWord} ${endWord}`);
      const named = (
        list: readonly (readonly [string, number, number, number])[],
        ends: readonly string[],
      ): Map<string, number> =>
        new Map(
          list
            .map(([type, head, tail, p]) => ({ type, head: ends[head] ?? '', tail: ends[tail] ?? '', p }))
            // An entity that one side lacks takes its relations with it; it is counted among the entities.
            .filter(({ head, tail }) => [head, tail].every((at) => torchPlaces.includes(at) && places.includes(at)))
            .map(({ type, head, tail, p }) => [`${type} ${head} ${tail}`, p]),
        );
      relations.decided(
        named(torch.relations, torchPlaces),
        named(
          read.relations.map(({ type, head, tail, score }) => [type, head, tail, score] as const),
          places,
        ),
      );
    });
    entities.check('entities', 80); relations.check('relations', 30);
  });

  it('gives reports the same labels and exam code', () => {
    const { reader } = vocabulary;
    if (reader === null) throw new Error('the pack has no reader head');
    const labelled = new Comparison();
    const examined = new Comparison();
    let from = 0;
    for (const { language, sentences: own, labels, exams } of fixture.reports) {
      const read = readings.slice(from, (from += own.length));
      const report = reportOf(own, language);
      reader.labels.forEach((head, query) => {
        const { probability } = mergeQuery(report, readSentences(read), query, head, 0);
        const torch = labels[head.id] ?? NaN;
        labelled.valued(torch, probability, probability >= head.specific === torch >= head.specific);
      });
      const shares = sharesOf(
        read.map(({ report: r }, s) => (r?.exam.logSumExp ?? NaN) + shiftOf(report, s, reader.exam.sectionShift)),
      );
      const pooled = new Float64Array(vectorLength(read[0]?.report?.exam.vector ?? ''));
      read.forEach(({ report: r }, s) => {
        addVector(pooled, r?.exam.vector ?? '', shares[s] ?? 0);
      });
      const ranked = likeliest(sharesOfExams(pooled, reader.exam), reader.exam.codes.length);
      const [best, p] = exams[0] ?? ['', NaN];
      const mine = ranked.find(({ code }) => code === best)?.probability ?? NaN;
      examined.valued(p, mine, ranked[0]?.code === best);
    }
    labelled.check('labels', 72);
    // One a report, and what a report says of its examination adds up from all its words.
    examined.check('exam codes', 8, tolerance / 2);
  });

  it('finds the same tumour mentions with the same best code', () => {
    const mentions = new Comparison();
    const codes = new Comparison();
    sentences.forEach(({ words, mentionLogits, codeVectors }, s) => {
      const outputs = new Map(
        pack.manifest.outputs.map(({ name, size }) => {
          const torch = name === 'mention_logits' ? mentionLogits : name === 'code_vectors' ? codeVectors : null;
          const data = torch === null ? new Float32Array(words.length * size) : Float32Array.from(torch);
          return [name, { size, data }];
        }),
      );
      const shown = (list: readonly MentionReading[]): MentionReading[] =>
        list.filter(({ spanProbability }) => spanProbability >= vocabulary.spanThreshold);
      const torch = decode(words, outputs).mentions;
      const mine = readings[s]?.mentions ?? [];
      const named = (list: readonly MentionReading[]): Map<string, number> =>
        new Map(list.map((m) => [`${m.firstWord} ${m.endWord}`, m.probability]));
      mentions.decided(named(shown(torch)), named(shown(mine)));
      for (const one of shown(torch)) {
        const other = mine.find((m) => m.firstWord === one.firstWord && m.endWord === one.endWord);
        const [best, same] = [one.candidates[0], other?.candidates[0]];
        if (best !== undefined && same !== undefined)
          codes.valued(best.probability, same.probability, best.code === same.code);
      }
    });
    mentions.check('mentions', 15); codes.check('codes', 15);
  });
});

/** As much of a report as the merges look at. */
function reportOf(own: readonly TorchSentence[], language: 'es' | 'en'): ParsedReport {
  const span = { startUtf16: 0, endUtf16: 0 };
  return {
    text: '',
    language,
    sections: own.map(({ section }) => ({ kind: section, heading: null, title: '', body: span, ...span })),
    sentences: own.map((_, section) => ({ section, organHeading: null, ...span })),
    words: own.map(({ words }) => words.map((folded) => ({ folded, caseType: 0, ...span }))),
    inputs: own,
  };
}
