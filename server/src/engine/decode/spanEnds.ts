/** Words and marks that end no tumour mention: one at the end of a span was taken in by mistake. */
const never = new Set(
  `de del la el los las lo un una unos unas con sin en por para y e o u a al que se su
   of the with without in and or from to at by , . ; : ( / - + =`.split(/\s+/),
);

/** End of the span without such words; a span of them alone is left as it is. */
export function trimmedEnd(words: readonly string[], first: number, end: number): number {
  let last = end;
  while (last - first > 1 && never.has(words[last - 1] ?? '')) last--;
  return never.has(words[last - 1] ?? '') ? end : last;
}
