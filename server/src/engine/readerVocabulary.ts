/** What the report-level merge needs of a pack's reader head, as plain data. */
import { prepareLabelCues } from '../core/labelCues.js';
import type { ExamAxis, ExamCode, ReaderHead, SectionShift } from '../core/readerHead.js';
import type { ReportReaderHead } from './readerManifest.js';
import { tensorOf } from './tensors.js';
import type { Tensors } from './tensors.js';

/** The part of a code that an axis values; see `docs/model-pack.md`. */
const partOf: Readonly<Record<ReportReaderHead['examAxes'][number]['name'], (code: string) => string>> = {
  own: (code) => code,
  system: (code) => code.charAt(1),
  modality: (code) => code.charAt(2),
  part: (code) => code.charAt(1) + code.charAt(3),
  contrast: (code) => code.charAt(2) + code.charAt(4),
};

/** @param exams every exam code that may be proposed, each once. */
export function readerVocabulary(
  head: ReportReaderHead,
  tensors: Tensors,
  exams: readonly ExamCode[],
): ReaderHead {
  const labelBias = tensorOf(tensors, 'label.bias');
  const labelSection = tensorOf(tensors, 'label.section');
  const columns = head.sections.length;
  const shift = (row: Float32Array): SectionShift =>
    Object.fromEntries(head.sections.map((kind, column) => [kind, row[column] ?? 0]));
  return {
    labels: head.labels.map((id, query) => ({
      id,
      sectionShift: shift(labelSection.subarray(query * columns, (query + 1) * columns)),
      bias: labelBias[query] ?? 0,
      finding: head.labelFindings?.[query] ?? 0,
      calibration: head.labelCalibration[query] ?? { scale: 1, offset: 0 },
      specific: head.labelThresholds[query]?.specific ?? 1,
      sensitive: head.labelThresholds[query]?.sensitive ?? 1,
    })),
    cues: head.labelCues === undefined ? null : prepareLabelCues(head.labelCues),
    exam: {
      codes: exams,
      axes: head.examAxes.map(({ name, values }): ExamAxis => {
        const rows = new Map(values.map((value, row) => [value, row]));
        return {
          weights: tensorOf(tensors, `exam.${name}`),
          biases: tensorOf(tensors, `exam.${name}.bias`),
          rowOfCode: Int32Array.from(exams, ({ code }) => rows.get(partOf[name](code)) ?? -1),
        };
      }),
      sectionShift: shift(tensorOf(tensors, 'exam.section')),
      temperature: head.examTemperature,
      threshold: head.examThreshold,
    },
    snomed: new Map(head.subtypes.map((subtype, index) => [subtype, head.snomed[index] ?? ''])),
  };
}
