/** CT or MRI, by what a report says that it saw, where it names no examination. */
import type { ParsedReport } from '../report.js';
import type { CodeShares } from './codeShares.js';

const byDensity = /^(?:(?:hipo|hypo|hiper|hyper|iso)dens[a-z]*|hounsfield|uh|hu|atenuacion|attenuation)$/;
const bySignal =
  /^(?:(?:hipo|hypo|hiper|hyper|iso)intens[a-z]*|(?:hiper|hipo)senal[a-z]*|senal|signal|flair|stir|swi|adc)$/;
/** What all of these begin with: most words begin otherwise. */
const beginning = /^(?:h[iyou]|iso|uh|at|se|si|fl|st|sw|ad)/;
/** What is left to a code of the other of the two. */
const otherPart = 0.25;

/** Character 3 of the codes that a report's words speak for: `2` CT, `3` MRI; null where they speak for neither or both. */
export function signOf({ words }: ParsedReport): '2' | '3' | null {
  let ct = false;
  let mri = false;
  for (const list of words) {
    for (const { folded } of list) {
      if (!beginning.test(folded)) continue;
      ct ||= byDensity.test(folded);
      mri ||= bySignal.test(folded);
    }
  }
  if (ct === mri) return null;
  return ct ? '2' : '3';
}

/** The codes with less for those of MRI where the words are of CT, and the other way. */
export function withSign(model: CodeShares, sign: '2' | '3' | null): CodeShares {
  if (sign === null) return model;
  const other = sign === '2' ? '3' : '2';
  const { codes } = model;
  const shares = new Float64Array(codes.length);
  let sum = 0;
  for (let place = 0; place < codes.length; place++) {
    const share = (model.shares[place] ?? 0) * (codes[place]?.code[2] === other ? otherPart : 1);
    shares[place] = share;
    sum += share;
  }
  if (sum > 0) for (let place = 0; place < shares.length; place++) shares[place] = (shares[place] ?? 0) / sum;
  return { codes, shares };
}
