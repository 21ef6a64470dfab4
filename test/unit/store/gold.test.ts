/** Tables of what is right of reports, and Glosa's own split. */
import { describe, expect, it } from 'vitest';
import { crc32, isDevDocument } from '../../../server/src/store/goldSplit.js';
import { parseLabelTable, parseReportLines } from '../../../server/src/store/goldTable.js';

describe('parseLabelTable', () => {
  it('reads the columns by their names', () => {
    const { rows, problems } = parseLabelTable(
      'id\texam\texam_name\tlabels\r\na\tB030Z\tMRI\tabnormal=yes mass=no\r\n\r\nb\t\t\tabnormal=no\r\n',
    );
    expect(problems).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        id: 'a',
        labels: new Map([
          ['abnormal', true],
          ['mass', false],
        ]),
        exam: 'B030Z',
        source: null,
        document: 'a',
        text: null,
      },
      expect.objectContaining({ line: 4, id: 'b', exam: null, labels: new Map([['abnormal', false]]) }),
    ]);
  });

  it('takes the source for the document where no column names it', () => {
    const [of] = parseLabelTable('id\tlang\tsource\tlabels\nx\tes\tcodiesp/S1-1\tabnormal=yes\n').rows;
    expect(of).toMatchObject({ source: 'codiesp/S1-1', document: 'codiesp/S1-1' });
    const [own] = parseLabelTable('id\tsource\tdocument\nx\tauthored\tdesk/x\n').rows;
    expect(own).toMatchObject({ source: 'authored', document: 'desk/x', labels: new Map() });
  });

  it('names bad lines and bad labels, and keeps the rest', () => {
    const { rows, problems } = parseLabelTable(
      'id\tlabels\n\tabnormal=yes\nb\nc\tabnormal=maybe mass=no tumour=yes\n',
    );
    expect(rows).toMatchObject([{ id: 'c', labels: new Map([['mass', false]]) }]);
    expect(problems).toEqual([
      { line: 2, kind: 'fields' },
      { line: 3, kind: 'fields' },
      { line: 4, kind: 'label' },
    ]);
    expect(parseLabelTable('name\tlabels\nx\tabnormal=yes\n')).toEqual({
      rows: [],
      problems: [{ line: 1, kind: 'fields' }],
    });
  });
});

describe('parseReportLines', () => {
  it('reads texts with their labels, and names lines that hold none', () => {
    const { rows, problems } = parseReportLines(
      '{"id":"a","text":"x","labels":{"abnormal":"no"},"exam":"BW03Z","source":"authored","lang":"es"}\n' +
        '{"id":"b"}\n{\n{"id":"c","text":"","labels":{"abnormal":true}}\n{"id":"d","text":"y"}\n',
    );
    expect(rows.map(({ id, document, text }) => [id, document, text])).toEqual([
      ['a', 'labelled/a', 'x'],
      ['d', 'labelled/d', 'y'],
    ]);
    expect(rows[0]).toMatchObject({
      exam: 'BW03Z',
      source: 'authored',
      labels: new Map([['abnormal', false]]),
    });
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4]);
  });
});

describe('isDevDocument', () => {
  it('is zlib.crc32 modulo seven, as in training/reports/corpus.py', () => {
    // python: zlib.crc32(b"123456789"), the check value of CRC-32.
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
    expect(crc32(Buffer.from(''))).toBe(0);
    const documents = Array.from({ length: 11 }, (_, i) => `ah_en-${String(i + 1).padStart(3, '0')}`);
    expect(documents.filter(isDevDocument)).toEqual(['ah_en-002', 'ah_en-007', 'ah_en-008']);
  });
});
