/** What decisions on flags are about, and at which phrases. */
import type { Entity, ReportLabel, Span } from '../core/types.js';
import type { FlagSubject } from '../protocol.js';
import type { Subject } from '../store/reviews/reviewLine.js';
import type { Analysed } from './analysed.js';
import { Relations } from './relations.js';

/** A subject with its phrases. */
export type SubjectAt = readonly [Subject, readonly Span[]];

/** A finding by its words and those of its anatomies: "nódulo" of the lung is not that of the thyroid. */
export function findingSubject(finding: Entity, relations: Relations): SubjectAt {
  return [{ kind: 'finding', id: finding.type }, [finding, ...relations.tailsOf(finding.id, 'has')]];
}

/** A label by the words of its evidence: it comes back where the report says something new of it. */
export function labelSubject({ id, evidence }: ReportLabel): SubjectAt {
  return [{ kind: 'label', id }, evidence];
}

/** What a flag is about; null where this version has no such finding or label. */
export function flagSubjectAt(analysed: Analysed, { kind, id }: FlagSubject): SubjectAt | null {
  if (kind === 'label') {
    const label = analysed.analysis?.labels.find((one) => one.id === id);
    return label === undefined ? null : labelSubject(label);
  }
  const relations = new Relations(analysed);
  const finding = relations.entity(id);
  return finding?.type === 'Finding' ? findingSubject(finding, relations) : null;
}
