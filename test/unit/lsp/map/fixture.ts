/** A label file with its vectors: reports of two kinds, in both languages. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gaussian, seededRandom } from '../../../../server/src/core/map/random.js';
import type { LabelRecord } from '../../../../server/src/store/labelRecord.js';
import { textSha256 } from '../../../../server/src/store/toLabelRecord.js';
import { VectorFile } from '../../../../server/src/store/vectorFile.js';

export const reportCount = 40;
const dimension = 16;
const modelSha256 = 'ab'.repeat(32);

/** Writes `labels.jsonl` and `vectors.bin`. @returns path of the label file. */
export async function mapFixture(folder: string, count = reportCount): Promise<string> {
  const random = seededRandom(3);
  const records = Array.from({ length: count }, (_, i) => recordOf(i));
  const labels = join(folder, 'labels.jsonl');
  await writeFile(labels, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const file = await VectorFile.open(join(folder, 'vectors.bin'), { dimension, modelSha256 });
  await file.append(
    records.map(({ path, textSha256: sha }, i) => ({
      path,
      textSha256: sha,
      vector: Array.from({ length: dimension }, (_, d) => (d % 2 === i % 2 ? 3 : 0) + 0.3 * gaussian(random)),
    })),
  );
  await file.close(true);
  return labels;
}

/** Even ones state a mass and an adenocarcinoma, odd ones nothing. */
function recordOf(i: number): LabelRecord {
  const mass = i % 2 === 0;
  const text = mass
    ? `Masa sólida de ${10 + i} mm en el lóbulo superior derecho. Adenocarcinoma.`
    : `Chest radiograph ${i}. The lungs are clear.`;
  const label = (id: string): LabelRecord['labels'][number] => ({
    id,
    probability: mass ? 0.97 : 0.02,
    threshold: 0.5,
    sensitiveThreshold: 0.3,
    value: mass,
    applies: true,
    evidence: mass ? [{ start: 0, end: 11, text: text.slice(0, 11) }] : [],
  });
  const code: LabelRecord['codes'][number] = {
    system: 'ICD-O-3',
    code: '8140/3',
    description: 'Adenocarcinoma, SAI',
    probability: mass ? 0.9 : 0.1,
    rank: 1,
    value: mass,
    assertion: 'present',
    experiencer: 'patient',
    evidence: mass ? [{ start: 0, end: 4, text: text.slice(0, 4) }] : [],
  };
  return {
    path: `${mass ? 'tórax' : 'chest'}/${String(i).padStart(3, '0')}.txt`,
    textSha256: textSha256(text),
    language: mass ? 'es' : 'en',
    model: { name: 'test', version: '1', sha256: modelSha256 },
    offsets: 'unicode-code-points',
    labels: [label('abnormal'), label('mass')],
    codes: [code],
    entities: [],
    relations: [],
    quality: [],
    notAnalysed: [],
  };
}
