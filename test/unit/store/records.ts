import { textSha256 } from '../../../server/src/store/toLabelRecord.js';
import type { LabelRecord } from '../../../server/src/store/labelRecord.js';

export const model = { name: 'test', version: '1', sha256: 'a'.repeat(64) };

/** A record without findings; `text` only decides its hash. */
export function record(path: string, text = path, codes: LabelRecord['codes'] = []): LabelRecord {
  return {
    path,
    textSha256: textSha256(text),
    language: 'es',
    model,
    offsets: 'unicode-code-points',
    labels: [],
    codes,
    entities: [],
    relations: [],
    quality: [],
    notAnalysed: [],
  };
}

export function keyOf(item: LabelRecord): { path: string; textSha256: string; modelSha256: string } {
  return { path: item.path, textSha256: item.textSha256, modelSha256: item.model.sha256 };
}
