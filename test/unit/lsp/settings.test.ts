import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../server/src/lsp/settings.js';
import { defaultSettings } from '../../../server/src/protocol.js';

describe('readSettings', () => {
  it.each([[undefined], [null], [7], ['x'], [[]], [{}]])('takes the defaults for %j', (raw) => {
    expect(readSettings(raw)).toEqual(defaultSettings);
  });

  it('takes the default for an ill-typed key and keeps the others', () => {
    expect(
      readSettings({
        enable: 'yes',
        reportGlobs: ['*.txt'],
        model: { path: 5 },
        engine: { device: 'tpu', cudaPath: '/cuda' },
        codes: { maxCodeLens: -1, sectionHeading: 'CODIFICACIÓN' },
        maxFileSizeKb: 0,
      }),
    ).toEqual({
      ...defaultSettings,
      reportGlobs: ['*.txt'],
      engine: { device: 'auto', cudaPath: '/cuda' },
      codes: { maxCodeLens: 3, sectionHeading: 'CODIFICACIÓN' },
    });
  });

  it('gives settings for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (raw) => {
        expect(Object.keys(readSettings(raw)).sort()).toEqual(Object.keys(defaultSettings).sort());
      }),
    );
  });

  it('never gives out the shared defaults to be changed', () => {
    (readSettings(null).reportGlobs as string[]).push('x');
    expect(readSettings(null).reportGlobs).toEqual([]);
  });
});
