import { describe, expect, it } from 'vitest';
import { PackError } from '../../../server/src/engine/packError.js';
import { CodeTable } from '../../../server/src/engine/vocabulary.js';

const rows = [
  '8140/6\tAdenocarcinoma metastásico\t',
  '8140/3\tAdenocarcinoma\tAdenocarcinoma, NOS',
  '8010/3\tCarcinoma\tCarcinoma, NOS',
  '8500/3\tCarcinoma ductal infiltrante\tInfiltrating duct carcinoma',
  '8500/31\tCarcinoma ductal infiltrante - grado I\t',
  '9999/9\t\t',
];
const table = (text = rows.join('\n')): CodeTable => new CodeTable('ICD-O-3', 0.5, 0.5, text, 'codes.tsv.gz');

describe('CodeTable.describe', () => {
  it('finds every code whatever the order of the rows', () => {
    expect(table().describe('8140/3')).toEqual({ es: 'Adenocarcinoma', en: 'Adenocarcinoma, NOS' });
    expect(table().describe('8140/6')).toEqual({ es: 'Adenocarcinoma metastásico', en: null });
    expect(table().describe('9999/9')).toEqual({ es: null, en: null });
  });

  it('knows what it does not know', () => {
    for (const code of ['', '0', '8140', '8140/31', 'zzz']) expect(table().describe(code)).toBeNull();
    expect(table('').describe('8140/3')).toBeNull();
  });

  it('reads CR LF and a last line without its end', () => {
    const crlf = table(rows.join('\r\n'));
    expect(crlf.describe('8010/3')).toEqual({ es: 'Carcinoma', en: 'Carcinoma, NOS' });
  });

  it('names the line that is no row', () => {
    expect(() => table('8140/3\tA\nnonsense\n')).toThrow(PackError);
    expect(() => table('8140/3\tA\nnonsense\n')).toThrow('line 2');
  });
});

describe('CodeTable.rows', () => {
  it('gives every code in order, with its descriptions', () => {
    const given = table().rows();
    expect(Array.from({ length: given.length }, (_, row) => given.codeAt(row))).toEqual([
      '8010/3',
      '8140/3',
      '8140/6',
      '8500/3',
      '8500/31',
      '9999/9',
    ]);
    expect(given.at(3)).toMatchObject({
      code: '8500/3',
      es: 'Carcinoma ductal infiltrante',
      en: 'Infiltrating duct carcinoma',
    });
    expect(given.at(5)).toMatchObject({ code: '9999/9', es: null, en: null });
    expect(table('').rows()).toHaveLength(0);
  });
});
