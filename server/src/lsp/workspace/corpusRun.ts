/** Words of a folder's labelled reports, counted. Runs in a worker of its own. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CorpusCounter } from '../../core/corpusStatistics.js';
import { splitWords } from '../../core/words.js';
import type { CorpusStatisticsResult } from '../../protocol.js';
import { glosaFolderName, labelFileName } from '../../store/glosaFolder.js';
import { isInside } from '../../store/insideFolder.js';
import { readReportFile } from '../../store/readReportFile.js';
import { scanRecords } from '../../store/recordScan.js';
import type { StoredRecord } from '../../store/labelRecord.js';
import { mapOrdered } from '../../store/streams.js';

const filesAhead = 16;
/** A larger file is no report. */
const maxBytes = 64 * 1024 * 1024;

/**
 * @param onProgress reports done, and of how many.
 * @throws the system's error where the folder has no label file.
 */
export async function corpusStatisticsOf(
  root: string,
  onProgress: (done: number, total: number) => void,
): Promise<CorpusStatisticsResult> {
  const languages = await languagesOf(root);
  const [all, es, en] = [new CorpusCounter(), new CorpusCounter(), new CorpusCounter()];
  let unread = 0;
  let done = 0;
  const texts = mapOrdered(
    Readable.from(languages) as AsyncIterable<[string, 'es' | 'en']>,
    filesAhead,
    async ([path, language]) => ({
      language,
      file: await readReportFile(join(root, path), maxBytes),
    }),
  );
  for await (const { language, file } of texts) {
    if (file.ok) {
      const words = splitWords(file.text, { startUtf16: 0, endUtf16: file.text.length });
      all.add([words]);
      (language === 'es' ? es : en).add([words]);
    } else unread++;
    onProgress(++done, languages.size);
  }
  return { all: all.statistics(), es: es.statistics(), en: en.statistics(), unread };
}

/** Language by path, as the last record of each says. */
async function languagesOf(root: string): Promise<Map<string, StoredRecord['language']>> {
  const languages = new Map<string, StoredRecord['language']>();
  const handle = await open(join(root, glosaFolderName, labelFileName), 'r');
  try {
    for await (const { bytes } of scanRecords(handle, false)) {
      try {
        const { path, language } = JSON.parse(bytes.toString('utf8')) as StoredRecord;
        // A label file may come from elsewhere: files outside the folder are none of its reports.
        if (isInside(path)) languages.set(path, language);
      } catch {
        // No record: nothing is counted for it.
      }
    }
  } finally {
    await handle.close();
  }
  return languages;
}
