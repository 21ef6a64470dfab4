import { CodeRows } from '../../../../server/src/core/codeSearch/codeRows.js';
import type { PackVocabulary, ReaderInput, SentenceReading } from '../../../../server/src/core/types.js';
import { EngineUnavailable, ReadCancelled } from '../../../../server/src/engine/types.js';
import type { Engine, EngineStatus, ReadOptions } from '../../../../server/src/engine/types.js';

const codesOfWords: Readonly<Record<string, string>> = { carcinoma: '8010/3', metastasis: '8000/6' };

const vocabulary: PackVocabulary = {
  system: 'ICD-O-3',
  threshold: 0.5,
  spanThreshold: 0.5,
  reader: null,
  describe: (code) => ({ es: `es ${code}`, en: null }),
  rows: () => new CodeRows('', ['code']),
};

/** An engine that codes two words, counts what it is asked, and fails where a test wants it to. */
export class FakeEngine implements Engine {
  readonly requests: number[] = [];
  disposed = false;
  /** Reports with this word bring it down. */
  poison: string | null = null;
  /** Every read takes this long, or until it is cancelled. */
  delayMs = 0;
  sha256 = 'b'.repeat(64);
  unavailable: string | null = null;
  onRead: () => void = () => undefined;

  status(): EngineStatus {
    const usable = this.unavailable === null;
    return {
      state: usable ? 'ready' : 'unavailable',
      provider: usable ? 'cpu' : null,
      pack: usable ? { name: 'fake', version: '1.0.0', sha256: this.sha256 } : null,
      reason: this.unavailable,
      problem: null,
      probes: [{ provider: 'cpu', ok: usable }],
      restarts: 0,
      vocabulary: usable ? vocabulary : null,
    };
  }
  ready(): Promise<EngineStatus> {
    return Promise.resolve(this.status());
  }
  restart(): Promise<EngineStatus> {
    return this.ready();
  }
  onStatus(): { dispose(): void } {
    return { dispose: () => undefined };
  }
  dispose(): Promise<void> {
    this.disposed = true;
    return Promise.resolve();
  }
  async read(inputs: readonly ReaderInput[], { signal }: ReadOptions): Promise<SentenceReading[]> {
    this.requests.push(inputs.length);
    this.onRead();
    if (this.delayMs > 0)
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(resolve, this.delayMs);
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(new ReadCancelled());
        });
      });
    const { poison } = this;
    if (this.unavailable !== null || (poison !== null && inputs.some(({ words }) => words.includes(poison))))
      throw new EngineUnavailable('the child died twice');
    return inputs.map(({ words }) => ({
      entities: [],
      relations: [],
      report: null,
      mentions: words.flatMap((word, index) => {
        const code = codesOfWords[word];
        if (code === undefined) return [];
        const candidates = [
          { code, probability: 0.9 },
          { code: '8140/3', probability: 0.1 },
        ];
        return [{ firstWord: index, endWord: index + 1, probability: 0.9, spanProbability: 0.9, candidates }];
      }),
    }));
  }
}
