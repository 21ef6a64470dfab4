import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conflictsOf } from '../../../../server/src/store/reviews/conflicts.js';
import { emptyChain, encodeLine, readLine, seal } from '../../../../server/src/store/reviews/chain.js';
import type { ChainEnd } from '../../../../server/src/store/reviews/chain.js';
import { EvidenceText } from '../../../../server/src/store/reviews/evidenceText.js';
import { ReportReviews } from '../../../../server/src/store/reviews/reportReviews.js';
import type { Decided, Subject } from '../../../../server/src/store/reviews/reviewLine.js';
import type { Entry } from '../../../../server/src/store/reviews/standing.js';
import { adenocarcinoma, decided } from './samples.js';

const text = 'Nódulo pulmonar de 12 mm. Un adenocarcinoma de colon; otro adenocarcinoma de recto.';
const mass: Subject = { kind: 'label', id: 'mass' };

/** Entries as a log has them: numbered, undos with what they take back. */
function entries(decisions: readonly Decided[]): Entry[] {
  const made: Entry[] = [];
  for (const [index, one] of decisions.entries()) {
    const undone = one.undoes === undefined ? null : (made[one.undoes - 1] ?? null);
    made.push({ decided: one, seq: index + 1, undone });
  }
  return made;
}

const by = (
  who: string,
  change: Partial<Decided> = {},
  words: readonly string[] = ['adenocarcinoma'],
): Decided => decided(text, words, { who, ...change });
const found = (...decisions: Decided[]): [Subject, string[]][] =>
  conflictsOf(entries(decisions), new EvidenceText(text)).map(({ subject, sides }) => [
    subject,
    sides.map(({ who, verdict }) => `${who} ${verdict}`),
  ]);

describe('a disagreement', () => {
  it('is between last words on one phrase of a code, and on a label wherever it was decided', () => {
    expect(found(by('ana'), by('berto', { decision: 'dismiss' }))).toEqual([
      [adenocarcinoma, ['ana accepted', 'berto dismissed']],
    ]);
    // Ana changed her mind.
    expect(
      found(by('ana'), by('berto', { decision: 'dismiss' }), by('ana', { decision: 'dismiss' })),
    ).toEqual([]);
    expect(
      found(
        by('ana', { subject: mass }, ['Nódulo']),
        by('berto', { subject: mass, decision: 'dismiss' }, []),
      ),
    ).toEqual([[mass, ['ana accepted', 'berto dismissed']]]);
    // Another phrase of the code is another question.
    const second = new EvidenceText(text).phrase(
      { startUtf16: text.lastIndexOf('adeno'), endUtf16: text.lastIndexOf('adeno') + 14 },
      true,
    );
    expect(found(by('ana'), by('berto', { decision: 'dismiss', evidence: [second] }))).toEqual([]);
  });

  it('is ended by an undo, by a judgement, and by an edit of the words', () => {
    const pair = [by('ana'), by('berto', { decision: 'dismiss' })];
    expect(found(...pair, by('berto', { decision: 'undo', subject: null, evidence: [], undoes: 2 }))).toEqual(
      [],
    );
    const judged = by('clara', { decision: 'adjudicate', verdict: 'accepted', settles: [1, 2] });
    expect(found(...pair, judged)).toEqual([]);
    expect(found(...pair, judged, by('berto', { decision: 'dismiss' }))).toEqual([
      [adenocarcinoma, ['clara accepted', 'berto dismissed']],
    ]);
    expect(conflictsOf(entries(pair), new EvidenceText('Un carcinoma.'))).toEqual([]);
    expect(conflictsOf(entries(pair), null)).toHaveLength(1);
  });

  it('is also with "normal", which dismisses every label', () => {
    const normal = by('berto', { decision: 'mark-normal', subject: { kind: 'label', id: 'abnormal' } }, [
      'Nódulo',
    ]);
    expect(found(by('ana', { subject: mass }, ['Nódulo']), normal)).toEqual([
      [mass, ['ana accepted', 'berto dismissed']],
    ]);
  });
});

it('a judgement on a label holds for the report, whatever phrases the two had', () => {
  const judged = by(
    'clara',
    { subject: mass, decision: 'adjudicate', verdict: 'dismissed', settles: [1, 2] },
    ['Nódulo'],
  );
  const state = (...decisions: Decided[]): string =>
    new ReportReviews(entries(decisions), new EvidenceText(text), () => false).state(mass, []);
  expect(
    state(by('ana', { subject: mass }, []), by('berto', { subject: mass, decision: 'dismiss' }, ['Nódulo'])),
  ).toBe('accepted');
  expect(
    state(
      by('ana', { subject: mass }, []),
      by('berto', { subject: mass, decision: 'dismiss' }, ['Nódulo']),
      judged,
    ),
  ).toBe('dismissed');
});

describe('two people who decide in any order', () => {
  const people = ['ana', 'berto'] as const;
  const step = fc.record({
    who: fc.constantFrom(...people),
    decision: fc.constantFrom('accept' as const, 'dismiss' as const, 'adjudicate' as const),
    verdict: fc.constantFrom('accepted' as const, 'dismissed' as const),
  });
  const asDecision = ({
    who,
    decision,
    verdict,
  }: {
    who: string;
    decision: Decided['decision'];
    verdict: 'accepted' | 'dismissed';
  }): Decided => by(who, decision === 'adjudicate' ? { decision, verdict, settles: [] } : { decision });

  it('disagree where, and only where, their last words since the last judgement differ', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const last = new Map<string, string>();
        for (const { who, decision, verdict } of steps) {
          if (decision === 'adjudicate') last.clear();
          last.set(
            who,
            decision === 'adjudicate' ? verdict : decision === 'accept' ? 'accepted' : 'dismissed',
          );
        }
        const differ = new Set(last.values()).size > 1;
        const conflicts = conflictsOf(entries(steps.map(asDecision)), new EvidenceText(text));
        expect(conflicts.length).toBe(differ ? 1 : 0);
      }),
    );
  });

  it('have one chain, in which a changed line is seen', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), fc.nat(), (steps, at) => {
        let end: ChainEnd = emptyChain;
        const lines = steps.map((one) => {
          const line = seal(asDecision(one), end);
          end = line;
          return line;
        });
        const read = (texts: readonly string[]): number => {
          let [before, count]: [ChainEnd, number] = [emptyChain, 0];
          for (const one of texts) {
            const result = readLine(one, before);
            if ('fault' in result) break;
            before = result.line;
            count++;
          }
          return count;
        };
        const texts = lines.map(encodeLine);
        expect(read(texts)).toBe(lines.length);
        const broken = at % lines.length;
        const other = lines[broken]!.who === 'ana' ? 'berto' : 'ana';
        expect(
          read(texts.map((one, i) => (i === broken ? encodeLine({ ...lines[i]!, who: other }) : one))),
        ).toBe(broken);
      }),
    );
  });
});

it('a line of Glosa 0.1, which says nothing of what was shown, is read as it is', () => {
  const line = seal(decided(text, ['adenocarcinoma']), emptyChain);
  expect(encodeLine(line)).not.toContain('shown');
  expect(readLine(encodeLine(line), emptyChain)).toEqual({ line });
});

it('finds a phrase where it stands, whatever was written before it', () => {
  const word = fc.constantFrom('Nódulo', 'MASA', 'lesio\u0301n', '🧠', 'de', '12 mm', 'n\u0303', 'ﬁbrosis');
  const gap = fc.constantFrom(' ', '\n', '  \t', '\r\n');
  fc.assert(
    fc.property(fc.array(fc.tuple(word, gap), { minLength: 1, maxLength: 12 }), fc.nat(), (parts, pick) => {
      const whole = parts.map(([one, space]) => one + space).join('');
      const index = pick % parts.length;
      const start = parts.slice(0, index).reduce((sum, [one, space]) => sum + one.length + space.length, 0);
      const span = { startUtf16: start, endUtf16: start + parts[index]![0].length };
      const report = new EvidenceText(whole);
      expect(report.find(report.phrase(span, false))).toEqual(span);
      const moved = new EvidenceText(`Antes.  ${whole}`);
      const there = moved.find(report.phrase(span, false));
      expect(there).toEqual({ startUtf16: span.startUtf16 + 8, endUtf16: span.endUtf16 + 8 });
    }),
  );
});
