import { mergeReadings, parseReport } from '../core/report.js';
import type { ReportAnalysis } from '../core/types.js';
import { EngineUnavailable } from './types.js';
import type { Engine, ReadOptions } from './types.js';

/**
 * Reads one whole report: parse, read every sentence, merge. Without a usable model the rule tier's
 * results come back with `notAnalysed: ['noModel']`. Rejects with ReadCancelled only.
 */
export async function readReport(
  engine: Engine,
  text: string,
  options: ReadOptions,
): Promise<ReportAnalysis> {
  const report = parseReport(text);
  if (report.inputs.length === 0) return mergeReadings(report, [], engine.status().vocabulary, ['empty']);
  try {
    const readings = await engine.read(report.inputs, options);
    return mergeReadings(report, readings, engine.status().vocabulary, []);
  } catch (error) {
    if (!(error instanceof EngineUnavailable)) throw error;
    return mergeReadings(report, [], null, ['noModel']);
  }
}
