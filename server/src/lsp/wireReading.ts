/** Entities, relations and labels with LSP ranges, for `glosa/analysis`. */
import type { Entity, ReportLabel } from '../core/types.js';
import type { WireEntity, WireLabel, WireRelation } from '../protocol.js';
import { rangeOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import { labelSubject } from './flagReviews.js';
import type { ReviewStore } from './reviewDesk.js';

function wireEntity(analysed: Analysed, entity: Entity): WireEntity {
  const { id, type, score, assertion, subtype, side, trend, experiencer } = entity;
  const snomed = analysed.vocabulary?.reader?.snomed.get(subtype ?? '') ?? null;
  const range = rangeOf(analysed, entity);
  return { id, type, range, score, assertion, subtype, snomed, side, trend, experiencer };
}

function wireLabel(analysed: Analysed, label: ReportLabel, reviews: ReviewStore): WireLabel {
  const { id, probability, threshold, sensitiveThreshold, value, applies } = label;
  const report = reviews.of(analysed);
  return {
    id,
    probability,
    threshold,
    sensitiveThreshold,
    value,
    applies,
    review: report.empty ? 'none' : report.state(...labelSubject(label)),
    evidence: label.evidence.map((span) => ({
      range: rangeOf(analysed, span),
      attention: span.attention,
      entity: span.entity,
    })),
  };
}

export function wireEntities(analysed: Analysed): WireEntity[] {
  return (analysed.analysis?.entities ?? []).map((entity) => wireEntity(analysed, entity));
}

export function wireRelations({ analysis }: Analysed): readonly WireRelation[] {
  return analysis?.relations ?? [];
}

export function wireLabels(analysed: Analysed, reviews: ReviewStore): WireLabel[] {
  return (analysed.analysis?.labels ?? []).map((label) => wireLabel(analysed, label, reviews));
}
