import { describe, expect, it } from 'vitest';
import { neighbouringFlag } from '../../../client/src/flagOrder.js';

const at = (line: number, character: number): { line: number; character: number } => ({ line, character });
const flags = [at(4, 2), at(1, 0), at(4, 9)];

describe('neighbouringFlag', () => {
  it('goes forward in text order, also within a line', () => {
    expect(neighbouringFlag(flags, at(0, 0), 'next')).toEqual(at(1, 0));
    expect(neighbouringFlag(flags, at(1, 0), 'next')).toEqual(at(4, 2));
    expect(neighbouringFlag(flags, at(4, 2), 'next')).toEqual(at(4, 9));
  });

  it('goes back in text order', () => {
    expect(neighbouringFlag(flags, at(4, 9), 'previous')).toEqual(at(4, 2));
    expect(neighbouringFlag(flags, at(4, 1), 'previous')).toEqual(at(1, 0));
  });

  it('goes round at both ends', () => {
    expect(neighbouringFlag(flags, at(4, 9), 'next')).toEqual(at(1, 0));
    expect(neighbouringFlag(flags, at(1, 0), 'previous')).toEqual(at(4, 9));
  });

  it('has nowhere to go without flags', () => {
    expect(neighbouringFlag([], at(0, 0), 'next')).toBeNull();
    expect(neighbouringFlag([], at(0, 0), 'previous')).toBeNull();
  });
});
