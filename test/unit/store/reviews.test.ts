import { describe, expect, it } from 'vitest';
import { evidenceHash, MemoryReviewStore } from '../../../server/src/store/reviews.js';

const key = (text: string) => ({
  id: 'code-suggestion',
  system: 'ICD-O-3',
  code: '8140/3',
  evidenceHash: evidenceHash(text),
});

describe('MemoryReviewStore', () => {
  it('keeps decisions by document, code and wording', () => {
    const store = new MemoryReviewStore();
    expect(store.get('a', key('carcinoma'))).toBe('none');
    store.set('a', key('carcinoma'), 'dismissed');
    expect(store.get('a', key('carcinoma'))).toBe('dismissed');
    expect(store.get('b', key('carcinoma'))).toBe('none');
    expect(store.get('a', key('Carcinoma'))).toBe('none');
    expect(store.get('a', { ...key('carcinoma'), code: '8010/3' })).toBe('none');
    store.set('a', key('carcinoma'), 'none');
    expect(store.get('a', key('carcinoma'))).toBe('none');
  });

  it('counts every decision of a document', () => {
    const store = new MemoryReviewStore();
    expect(store.revision('a')).toBe(0);
    store.set('a', key('x'), 'accepted');
    store.set('a', key('x'), 'none');
    expect(store.revision('a')).toBe(2);
    expect(store.revision('b')).toBe(0);
  });

  it('knows a wording again in NFD and across line breaks', () => {
    expect(evidenceHash('metástasis  hepática'.normalize('NFD'))).toBe(
      evidenceHash('metástasis\r\nhepática'),
    );
    expect(evidenceHash('metástasis')).not.toBe(evidenceHash('metastasis'));
  });
});
