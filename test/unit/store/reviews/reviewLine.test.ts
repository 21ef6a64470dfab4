import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { z } from 'zod';
import {
  canonicalJson,
  emptyChain,
  encodeLine,
  readLine,
  seal,
} from '../../../../server/src/store/reviews/chain.js';
import { decisionNames, reviewLineSchema } from '../../../../server/src/store/reviews/reviewLine.js';
import { decided } from './samples.js';

const docs = join(__dirname, '..', '..', '..', '..', 'docs');

it('is described by the published JSON Schema', async () => {
  const published = readFileSync(join(docs, 'reviews.schema.json'), 'utf8');
  const own = JSON.stringify(z.toJSONSchema(reviewLineSchema));
  expect(JSON.parse(published)).toEqual(JSON.parse(own));
  expect(published).toBe(await format(own, { parser: 'json', printWidth: 110 }));
});

it('is described by its page, field by field', () => {
  const page = readFileSync(join(docs, 'reviews.md'), 'utf8');
  for (const name of [...Object.keys(reviewLineSchema.shape), ...decisionNames])
    expect(page).toContain(`\`${name}\``);
});

it('has one canonical form, whatever the order of keys', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 'ñ\n' }], a: null })).toBe('{"a":null,"b":[{"c":"ñ\\n","d":1}]}');
});

it('is read back only after the line that it follows', () => {
  const first = seal(decided('Un adenocarcinoma.', ['adenocarcinoma']), emptyChain);
  const second = seal(decided('Un adenocarcinoma.', ['adenocarcinoma']), first);
  expect(readLine(encodeLine(second), first)).toEqual({ line: second });
  expect(readLine(encodeLine(second), emptyChain)).toEqual({ fault: 'sequence' });
  expect(readLine(encodeLine(second), { ...first, hash: second.hash })).toEqual({ fault: 'previous' });
  expect(readLine(encodeLine({ ...first, who: 'x' }), emptyChain)).toEqual({ fault: 'hash' });
  expect(readLine(canonicalJson({ ...first, extra: 1 }), emptyChain)).toEqual({ fault: 'notALine' });
});
