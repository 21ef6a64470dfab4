import { describe, expect, it } from 'vitest';
import { joinedWords } from '../../../../server/src/core/exam/joinedWords.js';
import { examMentions } from '../../../../server/src/core/exam/mentions.js';
import { reportExam } from '../../../../server/src/core/exam/reportExam.js';
import { parseReport } from '../../../../server/src/core/report.js';

describe('reportExam', () => {
  it('reads the title, and the contrast from the technique', () => {
    const exam = reportExam(
      parseReport('MRI BRAIN\n\nTechnique: axial T1 before and after gadolinium.\n\nFindings: normal.\n'),
    );
    expect(exam).toMatchObject({ stems: ['B030'], contrast: true, titled: true });
  });

  it('reads a sentence that tells of it, less surely', () => {
    const exam = reportExam(
      parseReport('Paciente de 63 años con cefalea.\nSe realiza TC craneal urgente. Sin sangrado.\n'),
    );
    expect(exam).toMatchObject({ stems: ['B020'], titled: false });
  });

  it('does not take the examination that this one is compared with', () => {
    const text = 'Chest radiograph. Comparison: CT abdomen of March.\nFindings: the lungs are clear.\n';
    expect(reportExam(parseReport(text))?.stems).toEqual(['BW03']);
  });

  it('is null where nothing names one', () => {
    expect(reportExam(parseReport('Hígado de tamaño normal. Bazo sin lesiones.\n'))).toBeNull();
    expect(reportExam(parseReport(''))).toBeNull();
  });
});

describe('examMentions', () => {
  const found = (text: string): [string, string][] =>
    examMentions(parseReport(text)).map(({ code, span }) => [
      code,
      text.slice(span.startUtf16, span.endUtf16),
    ]);

  it('finds every examination of a Spanish case report with its words', () => {
    const text =
      'Varón de 54 años. La radiografía de tórax fue normal. La ecografía abdominal mostró una masa renal, y el TAC ' +
      'abdomino-pélvico con contraste confirmó su tamaño. La RMN cerebral no mostró metástasis.\n';
    expect(found(text)).toEqual([
      ['BW03Z', 'radiografía de tórax'],
      ['BW40Z', 'ecografía abdominal'],
      ['BW211', 'TAC abdomino-pélvico'],
      ['B030Z', 'RMN cerebral'],
    ]);
  });

  it('finds those of an English one, a CT without a word on contrast by four characters', () => {
    const text = 'Chest CT showed a nodule. MRI of the brain was normal. He told us about his abdomen.\n';
    expect(found(text).map(([code]) => code)).toEqual(['BB24', 'B030Z']);
  });

  it('takes a region that stands just before', () => {
    expect(found('A nivel renal se realizó ecografía sin hallazgos.\n').map(([code]) => code)).toEqual([
      'BT43Z',
    ]);
  });

  it('reads the sentences of a span alone where it is told to', () => {
    const report = parseReport('MRI BRAIN\n\nChest CT showed a nodule. MRI of the brain was normal.\n');
    const codes = (sentence: number): string[] =>
      examMentions(report, joinedWords(report), report.sentences[sentence] ?? null).map(({ code }) => code);
    expect([0, 1, 2].map(codes)).toEqual([['B030Z'], ['BB24'], ['B030Z']]);
    expect(examMentions(report)).toHaveLength(3);
  });
});
