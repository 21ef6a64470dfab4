/** From words' attention to the steps that the editor draws; plain data, no editor. */
import type { AttentionResult } from '../../server/src/protocol.js';

type AttendedWord = AttentionResult['words'][number];

/** Backgrounds from weak to strong. */
export const stepCount = 4;

/** Words by step, 0 the weakest: a word's step says how it compares with the strongest word. */
export function wordsByStep(words: readonly AttendedWord[]): AttendedWord[][] {
  const steps: AttendedWord[][] = Array.from({ length: stepCount }, () => []);
  const most = Math.max(0, ...words.map(({ weight }) => weight));
  for (const word of words) {
    if (word.weight <= 0) continue;
    const step = Math.min(stepCount - 1, Math.floor((word.weight / most) * stepCount));
    steps[step]?.push(word);
  }
  return steps;
}

/** Per cent with one decimal below ten: "4.2" or, in Spanish, "4,2"; "37". */
export function attentionPercent(weight: number, language: string): string {
  const percent = weight * 100;
  const text = percent < 9.95 ? percent.toFixed(1) : percent.toFixed(0);
  return language.startsWith('es') ? text.replace('.', ',') : text;
}
