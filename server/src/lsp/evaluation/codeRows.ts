/** CodiEsp's and CANTEMIST's scores as rows for a person. */
import type { CantemistScores } from '../../core/scores/cantemist.js';
import type { CodiespEvidenceScores } from '../../core/scores/codiesp.js';
import type { CodiespScores, CodiespTask } from './codiesp.js';
import type { EvaluationNames } from './names.js';
import { figure, three } from './rows.js';
import type { Row } from './rows.js';

export function codiespRows(scores: CodiespScores, { codiesp: names }: EvaluationNames): Row[] {
  const task = (name: string, own: CodiespTask | null): Row[] =>
    own === null
      ? []
      : [
          ['', ''],
          [name, ''],
          [names.cases, `${own.cases} / ${own.predictedCases}`],
          ['MAP', figure(own.map)],
          ['MAP@30', figure(own.mapAt30)],
          [names.allCases, figure(own.mapAllCases)],
          ['Micro', `${three(own.micro)}   n ${own.goldCodes}`],
          ...(own.seen === null
            ? []
            : ([
                [`MAP, ${names.seen}`, figure(own.seen.map)],
                [`Micro, ${names.seen}`, `${three(own.seen.micro)}   n ${own.seen.goldCodes}`],
              ] satisfies Row[])),
        ];
  const phrases = (name: string, own: CodiespEvidenceScores | null): Row[] =>
    own === null
      ? []
      : [
          ['', ''],
          [name, ''],
          ['Micro', `${three(own.micro)}   n ${own.goldCodes}`],
        ];
  return [
    ...task(names.diagnoses, scores.diagnoses),
    ...task(names.procedures, scores.procedures),
    ...task(names.imaging, scores.imaging),
    ...phrases(names.evidence, scores.evidence),
    ...phrases(names.imagingEvidence, scores.imagingEvidence),
  ];
}

export function cantemistRows(
  scores: CantemistScores,
  { threshold, spanThreshold }: { readonly threshold: number; readonly spanThreshold: number },
  names: EvaluationNames,
): Row[] {
  return [
    [names.documents, String(scores.documents)],
    [names.goldMentions, String(scores.goldMentions)],
    ['MAP', figure(scores.map)],
    [names.without('8000/6'), figure(scores.mapWithout8000_6)],
    [`NER (≥ ${figure(spanThreshold)})`, three(scores.ner)],
    ['NORM', three(scores.norm)],
    [names.codes(figure(threshold)), three(scores.codes)],
    [names.calibrationError, figure(scores.calibrationError)],
  ];
}
