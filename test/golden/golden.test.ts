import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codePointOffsets } from '../../server/src/core/offsets.js';
import { parseReport, type ParsedReport } from '../../server/src/core/report.js';

const folder = join(__dirname, 'sentences');

interface HandSplit {
  readonly language: string;
  /** Kind, heading and the heading's UTF-16 start of each section, in order; null, -1 where it has no heading. */
  readonly sections: readonly (readonly [string, string | null, number])[];
  readonly sentences: readonly string[];
}

interface Golden {
  readonly id: string;
  readonly text: string;
  readonly hand: HandSplit;
  readonly report: ParsedReport;
}

const goldens: Golden[] = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => {
    const id = name.slice(0, -'.txt'.length);
    const text = readFileSync(join(folder, name), 'utf8');
    const hand = JSON.parse(readFileSync(join(folder, `${id}.sentences.json`), 'utf8')) as HandSplit;
    return { id, text, hand, report: parseReport(text) };
  });

/** Ends of the hand-split sentences (UTF-16); the text's last sentence ends where both must agree. */
function handEnds({ id, text, hand }: Golden): Set<number> {
  let at = 0;
  const ends = hand.sentences.map((sentence) => {
    const start = text.indexOf(sentence, at);
    if (start < 0) throw new Error(`${id}: the hand-split sentences are not the text's`);
    at = start + sentence.length;
    return at;
  });
  return new Set(ends.slice(0, -1));
}

interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly count: number;
}

/** Micro-averaged over all reports: right, proposed and expected items. */
function scoreOf(pairs: readonly (readonly [found: ReadonlySet<unknown>, expected: ReadonlySet<unknown>])[]): Score {
  let right = 0;
  let proposed = 0;
  let expected = 0;
  for (const [found, gold] of pairs) {
    for (const item of found) if (gold.has(item)) right++;
    proposed += found.size;
    expected += gold.size;
  }
  const precision = right / proposed;
  const recall = right / expected;
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall), count: expected };
}

function print(title: string, { precision, recall, f1, count }: Score): void {
  const figures = [precision, recall, f1].map((value) => value.toFixed(4)).join(' / ');
  process.stdout.write(`golden ${title}: precision / recall / F1 ${figures} (${count} expected)\n`);
}

const foundEnds = (golden: Golden): Set<number> =>
  new Set(golden.report.sentences.slice(0, -1).map((sentence) => sentence.endUtf16));

/** "kind start end" of each heading, and "kind nth" of each section without one. */
function sectionKeys(items: readonly (readonly [kind: string, start: number, end: number])[]): Set<string> {
  return new Set(items.map(([kind, start, end], index) => `${kind} ${start >= 0 ? `${start} ${end}` : `no. ${index}`}`));
}

const handSections = ({ hand }: Golden): Set<string> =>
  sectionKeys(hand.sections.map(([kind, heading, start]) => [kind, start, start + (heading?.length ?? 0)]));

const foundSections = ({ report }: Golden): Set<string> =>
  sectionKeys(report.sections.map((s) => [s.kind, s.heading?.startUtf16 ?? -1, s.heading?.endUtf16 ?? -1]));

describe('hand-split golden reports', () => {
  it('holds at least 24 reports of each language', () => {
    for (const language of ['es', 'en']) {
      expect(goldens.filter((golden) => golden.hand.language === language).length).toBeGreaterThanOrEqual(24);
    }
  });

  for (const language of ['es', 'en']) {
    const own = goldens.filter((golden) => golden.hand.language === language);
    it(`finds sentence boundaries (${language})`, () => {
      const score = scoreOf(own.map((golden) => [foundEnds(golden), handEnds(golden)]));
      print(`sentence boundaries, ${language}`, score);
      expect(score.f1).toBeGreaterThanOrEqual(0.99);
    });
    it(`finds sections (${language})`, () => {
      const score = scoreOf(own.map((golden) => [foundSections(golden), handSections(golden)]));
      print(`sections, ${language}`, score);
      expect(score.f1).toBeGreaterThanOrEqual(0.97);
    });
  }

  it('detects the language', () => {
    expect(goldens.filter(({ hand, report }) => hand.language !== report.language).map(({ id }) => id)).toEqual([]);
  });
});

const reportsFolder = join(__dirname, 'reports');

/** What a whole-report golden holds: everything `core/` derives from a text, offsets in code points. */
function outline({ text, language, sections, sentences }: ParsedReport): unknown {
  const offsets = codePointOffsets(text);
  return {
    language,
    sections: sections.map((s) => ({ kind: s.kind, title: s.title, start: offsets.toCodePoint(s.startUtf16) })),
    sentences: sentences.map((s) => ({
      start: offsets.toCodePoint(s.startUtf16),
      end: offsets.toCodePoint(s.endUtf16),
      text: text.slice(s.startUtf16, s.endUtf16),
      section: s.section,
      organ: s.organHeading === null ? null : text.slice(s.organHeading.startUtf16, s.organHeading.endUtf16),
    })),
  };
}

describe('whole-report golden outputs', () => {
  for (const name of readdirSync(reportsFolder).filter((file) => file.endsWith('.txt'))) {
    it(name, () => {
      const expectedPath = join(reportsFolder, name.replace(/\.txt$/, '.expected.json'));
      const text = readFileSync(join(reportsFolder, name), 'utf8');
      const found = `${JSON.stringify(outline(parseReport(text)), null, 2)}\n`;
      if (process.env.UPDATE_GOLDEN === '1') writeFileSync(expectedPath, found);
      expect(existsSync(expectedPath), `run with UPDATE_GOLDEN=1 to write ${expectedPath}`).toBe(true);
      expect(found).toBe(readFileSync(expectedPath, 'utf8'));
    });
  }
});
