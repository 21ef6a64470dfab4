import { describe, expect, it } from 'vitest';
import { decodeQueries } from '../../../../server/src/engine/decode/readerQueries.js';
import { packVector } from '../../../../server/src/core/wordVector.js';

const ln = Math.log;

describe('decodeQueries', () => {
  // One query: score, value; then the exam's score. Scores weigh 1 : 3 and 1 : 1.
  const queries = { size: 3, data: new Float32Array([ln(2), 4, 5, ln(6), -2, 5]) };
  const vectors = { size: 2, data: new Float32Array([1, -0.0001, 3, -0.0004]) };

  it('sums up as computed by hand', () => {
    const reading = decodeQueries(queries, vectors, 2)!;
    expect(reading.labels.sums).toHaveLength(2);
    expect(reading.labels.sums[0]).toBeCloseTo(ln(8), 6);
    expect(reading.labels.sums[1]).toBeCloseTo(0.25 * 4 + 0.75 * -2, 6);
    expect(reading.exam.logSumExp).toBeCloseTo(5 + ln(2), 6);
    expect(reading.exam.vector).toBe(packVector([2, 0]));
    expect(reading.mean).toBe(packVector([2, 0]));
  });

  it('writes one character a word: 63 steps from 0 to the greatest weight', () => {
    // exp(ln 2 - ln 6) = 1/3, 21 steps; the greatest has 63.
    expect(decodeQueries(queries, vectors, 2)!.labels.weights).toBe(String.fromCharCode(48 + 21, 48 + 63));
  });

  it('weighs the exam vector, and rounds to 3 decimals', () => {
    const weighed = { size: 3, data: new Float32Array([0, 0, 0, 0, 0, ln(3)]) };
    const reading = decodeQueries(weighed, { size: 1, data: new Float32Array([1, 2.0006]) }, 2)!;
    expect(reading.exam.vector).toBe(packVector([1.75]));
    expect(reading.mean).toBe(packVector([1.5]));
  });

  it('holds for scores beyond the range of exp', () => {
    const large = { size: 3, data: new Float32Array([900, 1, 900, 900, 3, 900]) };
    const { labels } = decodeQueries(large, vectors, 2)!;
    expect(labels.sums[1]).toBe(2);
    expect(labels.weights).toBe('oo');
  });

  it('has nothing to say of no words', () => {
    expect(
      decodeQueries({ size: 3, data: new Float32Array() }, { size: 2, data: new Float32Array() }, 0),
    ).toBeNull();
  });
});
