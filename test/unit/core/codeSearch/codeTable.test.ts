import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CodeRows } from '../../../../server/src/core/codeSearch/codeRows.js';
import { SearchTable } from '../../../../server/src/core/codeSearch/codeTable.js';
import type { CodePhrase } from '../../../../server/src/core/codeSearch/codeTable.js';
import { WordList } from '../../../../server/src/core/codeSearch/queryWords.js';

const rows = [
  '8140/6\tAdenocarcinoma metastásico\t',
  '8140/3\tAdenocarcinoma\tAdenocarcinoma, NOS',
  '8010/3\tCarcinoma\tCarcinoma, NOS',
  '8500/3\tCarcinoma ductal infiltrante\tInfiltrating duct carcinoma',
  '8500/31\tCarcinoma ductal infiltrante - grado I\t',
  '8500/32\tCarcinoma ductal infiltrante - grado II\t',
];
const words = new WordList(
  'hepatocarcinoma\thepatocelular\ntac ct\ttc\nrayos_x\tradiografia\npulmon\tlung\n',
);

function built(
  text: string,
  columns = ['code', 'es', 'en'] as const,
  phrases: readonly CodePhrase[] = [],
): SearchTable {
  const steps = SearchTable.build(new CodeRows(text, columns), phrases);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
const codes = (table: SearchTable, query: string, limit = 10): string[] =>
  table.search(query, words, limit).map(({ row }) => row.code);

describe('SearchTable', () => {
  const table = built(rows.join('\n'));

  it('puts codes that start with the query first', () => {
    expect(codes(table, '8500/3')).toEqual(['8500/3', '8500/32', '8500/31'].sort((a, b) => (a < b ? -1 : 1)));
    expect(codes(table, '81')).toEqual(['8140/3', '8140/6']);
    expect(codes(table, '85003')[0]).toBe('8500/3');
  });

  it('wants every word, whatever case, accents, number and gender', () => {
    expect(codes(table, 'INFILTRANTES ductales')).toEqual(['8500/3', '8500/31', '8500/32']);
    expect(codes(table, 'metastasica')).toEqual(['8140/6']);
    expect(codes(table, 'duct carcinoma')).toContain('8500/3');
  });

  it('finds imaging of the breast, and no other radiograph, for mammography', () => {
    const shipped = new WordList(readFileSync('terminology/words.tsv', 'utf8'));
    const imaging = built(
      [
        'BW03ZZZ\tradiografía de tórax\tPlain Radiography of Chest',
        'BH02ZZZ\tradiografía de ambas mamas\tPlain Radiography of Breast, Bilateral',
      ].join('\n'),
    );
    for (const query of ['mamografía', 'mammography', 'mamografía bilateral']) {
      const found = imaging.search(query, shipped, 10).filter(({ missing }) => missing === 0);
      expect(
        found.map(({ row }) => row.code),
        query,
      ).not.toContain('BW03ZZZ');
    }
    expect(imaging.search('mamografía', shipped, 1)[0]?.row.code).toBe('BH02ZZZ');
  });

  it('lets the last word be half typed', () => {
    expect(codes(table, 'carcinoma infil')[0]).toBe('8500/3');
    expect(codes(table, 'adenocarcinoma metas')).toEqual(['8140/6']);
  });

  it('ranks by how much of the description is covered', () => {
    expect(codes(table, 'carcinoma')[0]).toBe('8010/3');
    expect(codes(table, 'adenocarcinoma')[0]).toBe('8140/3');
  });

  it('mixes code and words, and tells grades apart', () => {
    expect(codes(table, '8500 grado II')[0]).toBe('8500/32');
    expect(codes(table, '8500 grado I')[0]).toBe('8500/31');
    expect(codes(table, '8140 grado')).toEqual([]);
  });

  it('says how many words are missing where no code has them all', () => {
    const [first] = table.search('carcinoma ductal mucinoso', words, 5);
    expect(first).toMatchObject({ row: { code: '8500/3' }, missing: 1 });
    expect(table.search('carcinoma ductal', words, 5).every(({ missing }) => missing === 0)).toBe(true);
    expect(codes(table, 'osteoporosis')).toEqual([]);
  });

  it('finds nothing for nothing, and keeps to the limit', () => {
    expect(codes(table, '  ')).toEqual([]);
    expect(codes(table, 'de la')).toEqual([]);
    expect(codes(table, 'carcinoma', 2)).toHaveLength(2);
    expect(codes(built(''), 'a')).toEqual([]);
  });

  it('takes words of the list for those of the descriptions', () => {
    const exams = built(
      'BW03ZZZ\tPlain radiography of chest\tradiografía de tórax\t\nB24\tCT of lung\tTC de pulmón\twithout contrast\n',
      ['code', 'en', 'es', 'words'] as never,
    );
    expect(codes(exams, 'tac pulmón')).toEqual(['B24']);
    expect(codes(exams, 'rayos X de tórax')[0]).toBe('BW03ZZZ');
    expect(codes(exams, 'lung without contrast')).toEqual(['B24']);
  });

  it('finds by phrases of annotated reports and names the phrase', () => {
    const phrases = [{ code: '8140/6', phrase: 'implantes tumorales', count: 4 }];
    const [first] = built(rows.join('\n'), undefined, phrases).search('implantes tumorales', words, 5);
    expect(first).toMatchObject({ row: { code: '8140/6' }, phrase: 'implantes tumorales', missing: 0 });
  });

  it('puts a category after the codes under it that the words fit as well', () => {
    const diagnoses = built('S72\t0\tFracture of femur\nS72.9\t1\tFracture of femur\n', [
      'code',
      'complete',
      'en',
    ] as never);
    expect(diagnoses.search('fracture femur', words, 5).map(({ row }) => [row.code, row.complete])).toEqual([
      ['S72.9', true],
      ['S72', false],
    ]);
  });
});
