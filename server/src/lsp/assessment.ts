/** Categories, incidental findings and completeness of a version, for `glosa/analysis` and the hover. */
import { assess } from '../core/assess/index.js';
import type { Assessment, Category } from '../core/assess/index.js';
import { categoryName } from '../core/assess/categoryName.js';
import { meaningOf } from '../core/assess/meanings.js';
import { examName, incidentalOrganName, organNames } from '../core/assess/organNames.js';
import type { Language } from '../core/types.js';
import type { WireAssessment, WireCategory } from '../protocol.js';
import { rangeOf, textOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import type { Card } from './card.js';
import { quote } from './quote.js';

/** A version is read once, however many features ask. */
const read = new WeakMap<Analysed, Assessment>();
const nothing: Assessment = { categories: [], incidentals: [], completeness: null };

export function assessmentOf(analysed: Analysed): Assessment {
  const { report, analysis } = analysed;
  if (report === null) return nothing;
  let found = read.get(analysed);
  if (found === undefined) {
    found = assess(report, analysis);
    read.set(analysed, found);
  }
  return found;
}

export function wireAssessment(analysed: Analysed, language: Language): WireAssessment {
  const { categories, incidentals, completeness } = assessmentOf(analysed);
  return {
    categories: categories.flatMap((one) => wireCategory(analysed, one, language) ?? []),
    incidentals: incidentals.map((one) => ({
      organ: one.organ,
      organName: incidentalOrganName(one.organ, language),
      side: one.side,
      trend: one.trend,
      range: rangeOf(analysed, one),
      size: one.size === null ? null : rangeOf(analysed, one.size),
      also: one.also.map((span) => rangeOf(analysed, span)),
      followUp: one.followUp,
      followUpRange: one.followUpSpan === null ? null : rangeOf(analysed, one.followUpSpan),
    })),
    completeness:
      completeness === null
        ? null
        : {
            exam: completeness.exam,
            examName: examName(completeness.exam, language),
            range: rangeOf(analysed, completeness.title),
            named: completeness.named.map(({ organ, span }) => ({
              name: organNames([organ], language).join(''),
              range: rangeOf(analysed, span),
            })),
            missing: organNames(completeness.missing, language),
          },
  };
}

function wireCategory(analysed: Analysed, category: Category, language: Language): WireCategory | null {
  const { system, variant, value, use, part, side, points, sums } = category;
  if (use === 'legend') return null;
  return {
    system,
    variant,
    value,
    name: categoryName(category, language),
    meaning: meaningOf(category, language),
    use,
    part,
    side,
    points,
    sums,
    range: rangeOf(analysed, category),
    valueRange: rangeOf(analysed, category.valueSpan),
  };
}

/** Hover cards of the categories at an offset (UTF-16): what the value stands for, in one line. */
export function categoryCardsAt(
  analysed: Analysed,
  offsetUtf16: number,
  language: Language,
): { readonly category: Category; readonly card: Card }[] {
  return assessmentOf(analysed)
    .categories.filter(({ startUtf16, endUtf16 }) => startUtf16 <= offsetUtf16 && offsetUtf16 <= endUtf16)
    .flatMap((category) => {
      const meaning = meaningOf(category, language);
      if (meaning === null) return [];
      const line = [categoryName(category, language), meaning] as const;
      return [{ category, card: { title: quote(textOf(analysed, category)), facts: [], lines: [line] } }];
    });
}
