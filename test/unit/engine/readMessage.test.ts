import { describe, expect, it } from 'vitest';
import { isRead } from '../../../server/src/engine/readMessage.js';
import { toChild } from '../../../server/src/engine/wire.js';

const message = { type: 'read', id: 7, urgent: false, sentences: ['0 nodulo', ''] };
const others = [undefined, null, 1, 1.5, -1, '7', true, {}, [], [1], ['a', null], NaN];

describe('isRead', () => {
  it('takes what the schema takes for a request to read, whatever stands at a field', () => {
    expect(isRead(message)).toBe(true);
    for (const key of Object.keys(message)) {
      for (const other of others) {
        const changed = { ...message, [key]: other };
        const { data } = toChild.safeParse(changed);
        expect(isRead(changed), `${key}: ${JSON.stringify(other)}`).toBe(data?.type === 'read');
      }
    }
  });

  it('refuses what is no message', () => {
    for (const other of others) expect(isRead(other)).toBe(false);
  });
});
