/** `comparison-without-prior`: the report compares with an earlier exam and names none. */
import { phrases } from './phrases.js';
import { wordsAt } from './compare.js';
import type { Facts } from './statements.js';
import type { QualityFinding } from './types.js';

const claims = phrases(
  `unchanged; no|without interval|significant change; interval change|improvement|increase|decrease|growth|resolution|development|worsening; compared with|to; in comparison with|to; since the prior|previous|last; since prior|previous|last;
   from the prior|previous; from prior|previous; than before; than on the prior; has|have increased|decreased|grown|enlarged|improved|worsened|progressed|resolved; previously measured|measuring|seen|noted|described; again seen|noted; redemonstrated;
   worsening of; worsening right|left; improving right|left; enlarging; stable in size|appearance; remains|remain stable; unaltered;
   sin cambios respecto|significativos|relevantes|evolutivos|valorables|con|desde|en; se mantiene estable; estable respecto; estable en; estables en|respecto; sin variacion|variaciones|modificaciones; respecto a|al estudio|control|examen|previo|previa|anterior|la|rm|tc|ecografia|exploracion|radiografia;
   en|por comparacion con|a; comparado|comparada|comparados con; comparando con; ha|han aumentado|disminuido|crecido|empeorado|mejorado|progresado|desaparecido; mejoria de|del|radiologica; empeoramiento de|del|radiologico; crecimiento del quiste|nodulo;
   ya conocido|conocida|visible en; previamente descrito|descrita|visible`,
);
/** Words that look like a claim and are none. */
const notClaims = phrases(
  'hemodynamically stable; clinically stable; stable patient; hemodinamicamente estable; paciente estable; no prior|previous studies|study|exams|imaging; no previous; no se dispone|disponen; no disponemos; sin estudios previos; not available for comparison; compared with|to the contralateral|right|left|normal|opposite|other; in comparison with|to the contralateral|right|left|opposite|other; respecto al lado|contralateral|resto; en comparacion con el|la lado|contralateral',
);
const none =
  /^\W*(?:none|no|ninguna?|not? (?:available|disponible[s]?|constan?|hay|se dispone|prior\w*|previo\w*|previous\w*|comparison|estudios?|exists?|hay)\b.*|no existen?.*|no consta.*|no hay.*|no disponible[s]?.*|n\/?a|not available.*|unavailable.*|sin estudios.*|sin previos.*|nil|-+)\W*$/iu;
/** A day, a month, a year, or how long ago. */
const dated =
  /\d{1,2}[/.-]\d{1,4}\b|\b(?:19|20)\d\d\b|\b(?:january|february|march|april|june|july|august|september|october|november|december|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\b|\b(?:yesterday|today|ayer|hoy|anteayer|earlier|this morning|same (?:day|morning)|misma (?:ma[nñ]ana|fecha)|mismo d[ií]a|previous day|d[ií]a anterior|semana anterior|mes pasado|a[nñ]o (?:anterior|pasado)|ago|last (?:week|month|year))\b|\bhace (?:\d+|un|una|dos|tres|cuatro|cinco|seis|\p{L}+) (?:h|hora|d[ií]a|semana|mes|a[nñ]o)|X{4}|\[\*\*/iu;

export function comparisonWithoutPrior(facts: Facts): QualityFinding[] {
  const { report, zones } = facts;
  for (const [index, words] of report.words.entries()) {
    if (zones[index] !== 'findings' && zones[index] !== 'impression') continue;
    if (notClaims.has(words)) continue;
    for (let at = 0; at < words.length; at++) {
      const match = claims.at(words, at);
      const first = words[at];
      const last = words[at + (match?.length ?? 0) - 1];
      if (match === null || first === undefined || last === undefined) continue;
      if (namesPrior(facts)) return [];
      const span = { startUtf16: first.startUtf16, endUtf16: last.endUtf16 };
      const section = report.sections.find(({ kind }) => kind === 'comparison');
      return [
        {
          id: 'comparison-without-prior',
          span,
          related: section === undefined ? [] : [section.heading ?? section],
          messageArguments: { claim: wordsAt(facts, span) },
        },
      ];
    }
  }
  return [];
}

function namesPrior({ report, zones }: Facts): boolean {
  const { text, sections, sentences } = report;
  return sentences.some((sentence, index) => {
    const raw = text.slice(sentence.startUtf16, sentence.endUtf16);
    switch (zones[index]) {
      case 'comparison':
        return !none.test(raw.trim());
      case 'findings':
      case 'impression':
      case 'title':
      case 'technique':
        return dated.test(raw);
      case 'heading': {
        const section = sections[sentence.section];
        return section?.kind === 'body' && /compar/i.test(raw) && dated.test(raw);
      }
      default:
        return false;
    }
  });
}
