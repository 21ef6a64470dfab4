/** A row of the review queue, as the tree shows it and a screen reader says it. */
import { describe, expect, it, vi } from 'vitest';
import { entryItem } from '../../../client/src/queue/entryItem.js';
import type { WireQueueEntry } from '../../../server/src/protocol.js';

vi.mock('vscode', () => ({
  env: { language: 'es' },
  l10n: {
    t: (text: string, ...values: readonly unknown[]) =>
      text.replace(/\{(\d+)\}/gu, (_, place: string) => String(values[Number(place)])),
  },
  ThemeIcon: class {
    constructor(readonly id: string) {}
  },
  TreeItem: class {
    constructor(readonly label: string) {}
  },
  TreeItemCollapsibleState: { None: 0 },
}));

const entry: WireQueueEntry = {
  id: '1',
  uri: 'file:///w/servicio/2026-11/torax-1042.informe',
  path: 'servicio/2026-11/torax-1042.informe',
  subject: { kind: 'label', id: 'mass' },
  reason: 'doubtful',
  name: 'masa',
  probability: 0.51,
  threshold: 0.5,
  value: true,
  range: null,
  words: 'Masa en lóbulo superior derecho',
};

describe('a row of the review queue', () => {
  it('begins with the report’s name, since a narrow view cuts the end off', () => {
    const item = entryItem(entry);
    expect(item.label).toBe('Masa');
    expect(item.description).toMatch(/^torax-1042\.informe · 51\s%/u);
    expect(entryItem({ ...entry, path: 'suelto.informe' }).description).toMatch(/^suelto\.informe · /u);
  });

  it('keeps a code’s long description from pushing the report’s name out', () => {
    const { label, description, tooltip } = entryItem({
      ...entry,
      subject: { kind: 'code', system: 'ICD-10-PCS', code: 'BB241' },
      name: 'BB241 TC de ambos pulmones, con contraste',
    });
    expect(label).toBe('BB241');
    expect(description).toMatch(/^torax-1042\.informe · TC de ambos pulmones, con contraste · 51\s%/u);
    expect(tooltip).toMatch(/^BB241 TC de ambos pulmones, con contraste\n/u);
  });

  it('has the folders in its tooltip and its spoken name', () => {
    const item = entryItem(entry);
    expect(item.tooltip).toContain('servicio/2026-11/torax-1042.informe');
    expect(item.accessibilityInformation?.label).toMatch(
      /^Masa, .*Masa en lóbulo superior derecho, servicio\/2026-11\/torax-1042\.informe$/u,
    );
  });
});
