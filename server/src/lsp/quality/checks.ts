/** Findings of the quality checks, as settings, decisions and typing leave them. */
import { checkQuality } from '../../core/quality/index.js';
import type { QualityFinding } from '../../core/quality/index.js';
import type { Span } from '../../core/types.js';
import type { QualitySeverity } from '../../protocol.js';
import type { Analysed } from '../analysed.js';
import type { TypingWatch } from './typing.js';

/** Where ignored findings and checks are kept. */
export interface QualityIgnores {
  /** True where this finding, its check in this report, or its check everywhere is ignored. */
  isIgnored(analysed: Analysed, id: string, span: Span): boolean;
  /**
   * @param scope `once`: this finding until the server ends; `file`: the check in this report; `workspace`: everywhere.
   */
  recordIgnore(
    analysed: Analysed,
    scope: 'once' | 'file' | 'workspace',
    id: string,
    span: Span,
  ): Promise<void>;
}

export interface ShownFinding {
  readonly finding: QualityFinding;
  readonly severity: Exclude<QualitySeverity, 'off'>;
}

/** A version is checked once, however many features ask. */
const checked = new WeakMap<Analysed, readonly QualityFinding[]>();

function findingsOf(analysed: Analysed): readonly QualityFinding[] {
  const { report, analysis } = analysed;
  if (report === null) return [];
  let findings = checked.get(analysed);
  if (findings === undefined) {
    findings = checkQuality(report, analysis);
    checked.set(analysed, findings);
  }
  return findings;
}

/** Findings to show, in text order. @param typing null: also those of a word that is being typed. */
export function shownFindings(
  analysed: Analysed,
  ignores: Pick<QualityIgnores, 'isIgnored'>,
  typing: TypingWatch | null,
): ShownFinding[] {
  const { uri, version, settings } = analysed;
  return findingsOf(analysed).flatMap((finding) => {
    const severity = settings.quality[finding.id];
    if (severity === 'off' || ignores.isIgnored(analysed, finding.id, finding.span)) return [];
    const places = [finding.span, ...finding.related];
    if (typing !== null && places.some((span) => typing.touches(uri, version, span))) return [];
    return [{ finding, severity }];
  });
}
