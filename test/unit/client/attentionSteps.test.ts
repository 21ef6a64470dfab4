import { describe, expect, it } from 'vitest';
import { attentionPercent, stepCount, wordsByStep } from '../../../client/src/attentionSteps.js';

const word = (weight: number): { range: never; weight: number } => ({ range: weight as never, weight });

describe('wordsByStep', () => {
  it('compares every word with the strongest', () => {
    const weights = (list: readonly number[]): number[][] =>
      wordsByStep(list.map(word)).map((words) => words.map(({ weight }) => weight));
    expect(weights([0.4, 0.1, 0.25, 0.02])).toEqual([[0.02], [0.1], [0.25], [0.4]]);
    expect(weights([0.004, 0.004])).toEqual([[], [], [], [0.004, 0.004]]);
    expect(weights([0])).toEqual([[], [], [], []]);
    expect(wordsByStep([])).toHaveLength(stepCount);
  });
});

describe('attentionPercent', () => {
  it('has one decimal below ten', () => {
    expect([0.0421, 0.0994, 0.0996, 0.371, 1].map((weight) => attentionPercent(weight, 'en'))).toEqual([
      '4.2',
      '9.9',
      '10',
      '37',
      '100',
    ]);
    expect([0.0421, 0.371].map((weight) => attentionPercent(weight, 'es-ES'))).toEqual(['4,2', '37']);
  });
});
