import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { splitWords } from '../../server/src/core/words.js';
import { englishSentences, spanishSentences } from './sentences.js';

/** A small generator with a seed (mulberry32), so that every run reads the same reports. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Sentences that no earlier call of the same maker gave: what the model reads of them is never cached. */
export class SentenceMaker {
  readonly #seen = new Set<string>();
  readonly #random: () => number;
  readonly #templates: Readonly<Record<'es' | 'en', readonly string[]>>;

  constructor(seed: number, examplesFolder: string) {
    this.#random = generator(seed);
    const examples = exampleSentences(examplesFolder);
    this.#templates = {
      es: [...spanishSentences, ...examples.es],
      en: [...englishSentences, ...examples.en],
    };
  }

  next(language: 'es' | 'en'): string {
    const templates = this.#templates[language];
    for (;;) {
      const template = templates[Math.floor(this.#random() * templates.length)] ?? '';
      const sentence = template
        .replaceAll('{n}', () => String(1 + Math.floor(this.#random() * 999)))
        .replaceAll('{s}', () => this.#side(language));
      if (this.#seen.has(sentence)) continue;
      this.#seen.add(sentence);
      return sentence;
    }
  }

  /**
   * A report of `words` words, every sentence new. Words are the reader's own (a run of letters, a run of digits or
   * one other mark), so that 112 make about 135 tokens; with `blanks` they are runs without white space, of which
   * 112 make about 185.
   */
  report(words: number, language: 'es' | 'en', blanks = true): string {
    const count = (text: string): number =>
      blanks ? text.split(' ').length : splitWords(text, { startUtf16: 0, endUtf16: text.length }).length;
    const lines: string[] = [];
    let left = words;
    while (left > 0) {
      let sentence = this.next(language);
      // The last sentence is cut to fit, and ends in a number that makes it new.
      while (count(sentence) > left) {
        const cut = sentence.split(' ').slice(0, -1);
        sentence = [...cut.slice(0, -1), `${1 + Math.floor(this.#random() * 9999)}.`].join(' ');
        if (cut.length < 2) break;
      }
      left -= count(sentence);
      lines.push(sentence);
    }
    return `${lines.join('\n')}\n`;
  }

  #side(language: 'es' | 'en'): string {
    const sides = language === 'es' ? ['derecho', 'izquierdo'] : ['right', 'left'];
    return sides[Math.floor(this.#random() * sides.length)] ?? '';
  }
}

/** The sample reports' sentences with their numbers made variable; those without one get an image number. */
function exampleSentences(folder: string): Record<'es' | 'en', string[]> {
  const found: Record<'es' | 'en', string[]> = { es: [], en: [] };
  if (!existsSync(folder)) return found;
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!/\.(txt|md|rad|informe|report)$/.test(entry)) continue;
    const text = readFileSync(join(folder, entry), 'utf8');
    const language = / (de|con|sin|la) /.test(text) ? 'es' : 'en';
    for (const line of text.split(/\r?\n/)) {
      for (const sentence of line.split(/(?<=\.)\s+/)) {
        if (!sentence.endsWith('.') || sentence.split(' ').length < 5) continue;
        const varied = sentence.replace(/\d+/g, '{n}');
        const image = language === 'es' ? ' (serie {n}, imagen {n}).' : ' (series {n}, image {n}).';
        found[language].push(varied.includes('{n}') ? varied : varied.slice(0, -1) + image);
      }
    }
  }
  return found;
}
