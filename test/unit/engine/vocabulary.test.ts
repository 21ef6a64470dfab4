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

describe('CodeTable.search', () => {
  it('puts codes that start with the query first, in order', () => {
    expect(table().search('8500/3', 10)).toEqual(['8500/3', '8500/31']);
    expect(table().search('81', 10)).toEqual(['8140/3', '8140/6']);
  });

  it('wants every word, whatever the case and accents', () => {
    expect(table().search('INFILTRANTE ductal', 10)).toEqual(['8500/3', '8500/31']);
    expect(table().search('metastasico', 10)).toEqual(['8140/6']);
    expect(table().search('metastásico', 10)).toEqual(['8140/6']);
    expect(table().search('duct carcinoma mama', 10)).toEqual([]);
  });

  it('ranks the whole description over its start, starts of words and insides', () => {
    expect(table().search('carcinoma', 10)).toEqual(['8010/3', '8500/3', '8500/31', '8140/3', '8140/6']);
  });

  it('mixes code and description', () => {
    expect(table().search('8500 grado', 10)).toEqual(['8500/31']);
  });

  it('keeps to the limit, and finds nothing for nothing', () => {
    expect(table().search('carcinoma', 2)).toEqual(['8010/3', '8500/3']);
    expect(table().search('  ', 10)).toEqual([]);
    expect(table().search('carcinoma', 0)).toEqual([]);
    expect(table('').search('a', 10)).toEqual([]);
  });

  it('finds the same as a plain scan', () => {
    const many = Array.from(
      { length: 400 },
      (_, i) => `${8000 + i}/${i % 10}\tTumor número ${i % 37} del área ${i % 11}\t`,
    );
    const big = table(many.join('\n'));
    for (const query of ['numero 3', 'area 1', 'tumor', '0 1', '/3 area']) {
      const words = query.split(' ');
      const plain = many.filter((row) => {
        const folded = row.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
        return words.every((word) => folded.includes(word));
      });
      expect(new Set(big.search(query, 1000))).toEqual(new Set(plain.map((row) => row.split('\t')[0])));
    }
  });
});
