import { describe, expect, it } from 'vitest';
import type { Trend } from '../../../../server/src/core/types.js';
import { TrendCues } from '../../../../server/src/engine/decode/trendCues.js';

const trends: readonly Trend[] = ['new', 'increasing', 'decreasing', 'no-change', 'resolved'];
const cues = new TrendCues(
  {
    weight: 6,
    reach: 8,
    none: 2,
    phrases: {
      new: ['nuev*', 'no presente'],
      increasing: ['aument*', 'crec*'],
      decreasing: ['dismin*'],
      'no-change': ['stable', 'sin cambios'],
      resolved: ['no longer present', 'desapar*'],
    },
  },
  trends,
);
const words = (text: string): string[] => text.split(' ');
const scores = (text: string, first: number, end: number): number[] => {
  const sentence = words(text);
  return [...cues.scores(sentence, cues.find(sentence), first, end)];
};

describe('TrendCues', () => {
  it('weighs a cue by the words between, where a comma or "y" counts four', () => {
    const [none, fresh, more, less] = scores('nodulo que ha aumentado , y otro disminuido', 0, 1);
    expect(none).toBe(2);
    expect(fresh).toBe(0);
    expect(more).toBeCloseTo(6 * Math.exp(-2 / 8), 9);
    expect(less).toBeCloseTo(6 * Math.exp(-(6 + 2 * 3) / 8), 9);
  });

  it('counts from both sides, and a cue inside the finding as beside it', () => {
    expect(scores('crecimiento de la masa', 3, 4)[2]).toBeCloseTo(6 * Math.exp(-2 / 8), 9);
    expect(scores('stable cyst', 0, 2)[4]).toBe(6);
    expect(scores('cyst stable', 0, 1)[4]).toBe(6);
  });

  it('takes the longest phrase, which hides those inside it, and no part of a word', () => {
    expect(cues.find(words('no presente en el previo'))).toEqual([{ trend: 0, first: 0, end: 2 }]);
    expect(cues.find(words('the effusion is no longer present'))).toEqual([{ trend: 4, first: 3, end: 6 }]);
    expect(cues.find(words('unstable , reaument y no'))).toEqual([]);
  });

  it('keeps the nearest cue of a trend', () => {
    const near = scores('lesiones nuevas con otras lesiones muy nuevas', 0, 1)[1];
    expect(near).toBe(6);
  });
});
