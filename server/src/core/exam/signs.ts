/** CT or MRI, by what a report says that it saw, where it names no examination. */
import type { ParsedReport } from '../report.js';
import type { CodeCandidate } from '../types.js';

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

/** The codes once more, best first, with less for those of MRI where the words are of CT, and the other way. */
export function withSign(model: readonly CodeCandidate[], sign: '2' | '3' | null): readonly CodeCandidate[] {
  if (sign === null) return model;
  const other = sign === '2' ? '3' : '2';
  const weighed = model.map(({ code, probability }) => ({
    code,
    probability: code[2] === other ? probability * otherPart : probability,
  }));
  const sum = weighed.reduce((total, { probability }) => total + probability, 0);
  return weighed
    .map(({ code, probability }) => ({ code, probability: sum === 0 ? probability : probability / sum }))
    .sort((a, b) => b.probability - a.probability || (a.code < b.code ? -1 : 1));
}
