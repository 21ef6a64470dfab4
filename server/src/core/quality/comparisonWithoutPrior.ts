/** `comparison-without-prior`: the report compares with an earlier exam and names none. */
import { phrases } from './phrases.js';
import { wordsAt } from './compare.js';
import type { Facts } from './statements.js';
import type { QualityFinding } from './types.js';

const claims = phrases(
  `unchanged; no|without interval|significant change; interval change|improvement|increase|decrease|growth|resolution|development|worsening; compared with|to prior|previous|last|earlier|ct|mri|mr|study|exam|examination|scan|film|imaging|outside|baseline; compared with|to the prior|previous|last|earlier|ct|mri|study|exam|examination|scan|film|outside|baseline;
   smaller|larger|bigger|greater|less|fewer|more than before|previously; smaller|larger|bigger|greater|less|fewer|more than on|in the prior|previous|last|earlier; in comparison with|to prior|previous|the; since the prior|previous|last; since prior|previous|last;
   from the prior|previous; from prior|previous; than before; than on the prior; has|have increased|decreased|grown|enlarged|improved|worsened|progressed|resolved; previously measured|measuring|seen|noted|described; again seen|noted; redemonstrated;
   worsening of; worsening right|left; improving right|left; enlarging; stable in size|appearance; remains|remain stable; unaltered;
   sin cambios respecto|significativos|relevantes|evolutivos|valorables|con|desde|en; se mantiene estable; estable respecto; estable en; estables en|respecto; sin variacion|variaciones|modificaciones; respecto a|al estudio|control|examen|previo|previa|anterior|rm|tc|ecografia|exploracion|radiografia|resonancia; respecto a la previa|anterior|rm|tc|tac|ecografia|exploracion|radiografia|resonancia|ultima;
   en|por comparacion con|a; comparado|comparada|comparados con; comparando con; ha|han aumentado|disminuido|crecido|empeorado|mejorado|progresado|desaparecido; mejoria de|del|radiologica; empeoramiento de|del|radiologico; crecimiento del quiste|nodulo;
   menor|menores|mayor|mayores|inferior|superior que en|antes|previamente; menor|menores|mayor|mayores que el|la previo|previa|anterior|ultimo|ultima; menor|menores|mayor|mayores extension que en; que en el|la examen|exploracion|estudio|control|rm|tc|ecografia|radiografia previo|previa|anterior|precedente;
   no ha|han cambiado|variado; permanece|permanecen|persiste|persisten sin cambios; sin cambios .|,|y|e; identico|identica|similar|similares|igual|iguales al|a estudio|control|examen|previo|anterior; identico|identica|similar|similares|igual|iguales a la exploracion|estudio|control|examen|rm|tc|tac|ecografia|mamografia|previo|previa|anterior|ultima|ultimo; inalterad*; radiografia|placa|tc|rm|tac|ecografia|mamografia|resonancia|control|estudio|examen previa|previo|anterior; ya visto|vista|vistos|vistas; desde la|el ultima|ultimo|previa|previo|anterior;
   ya conocido|conocida|visible en; previamente descrito|descrita|visible`,
);
/** Words that look like a claim and are none. */
const notClaims = phrases(
  'hemodynamically stable; clinically stable; stable patient; hemodinamicamente estable; paciente estable; no prior|previous studies|study|exams|imaging; no previous; no se dispone|disponen; no disponemos; sin estudios previos; sin estudio|control|radiografia|tc|examen|placa previo|previa|anterior|anteriores; not available for comparison; compared with|to the contralateral|right|left|normal|opposite|other|adjacent|surrounding|rest|liver|parenchyma|muscle|spleen|cortex|background; unchanged in signal|attenuation|position; unchanged on|with|after|during|between; in comparison with|to the contralateral|right|left|opposite|other; respecto al lado|contralateral|resto; que en el|la lado|contralateral|izquierdo|derecho; comparar con; comparacion con estudios previos si; recom* comparar; valorar comparacion; en comparacion con el|la lado|contralateral',
);
/** What changes within the exam, or in the patient and not on the images. */
const manoeuvres = phrases(
  'valsalva; standing; bipedestacion; strain*; inspiration; inspiracion; expiration; espiracion; with|during compression; maniobra|maniobras; stress; esfuerzo; pain; dolor; symptom*; sintoma|sintomas; reports; refiere; between phases; entre fases; cycle|ciclo menstrual',
);
/** All that a comparison section may say where there is nothing to compare with. */
const noneWord =
  /^(?:none(?: available| relevant)?|no|ninguna?(?: disponible)?|no disponibles?|n\/?a|nil)[^\p{L}]{0,10}$/iu;
const nonePhrase =
  /^(?:not? (?:available|disponibles?|constan?|hay|se dispone|prior|previo|previous|comparison|estudios?|exists?|existen?)|unavailable|sin estudios|sin previos)/iu;

function isNone(raw: string): boolean {
  const said = raw.replace(/^[^\p{L}]+/u, '').trim();
  return said === '' ? !/\d/.test(raw) : noneWord.test(said) || nonePhrase.test(said);
}
/** A day, a month, a year, or how long ago. */
const dated =
  /\d{1,2}[/-]\d{1,4}\b|\b\d{1,2}\.\d{1,2}\.\d{2,4}\b|\b(?:19|20)\d\d\b|\b(?:january|february|march|april|june|july|august|september|october|november|december|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\b|\b(?:yesterday|today|ayer|hoy|anteayer|earlier|this morning|same (?:day|morning)|misma (?:ma[nñ]ana|fecha)|mismo d[ií]a|previous day|d[ií]a anterior|semana anterior|mes pasado|a[nñ]o (?:anterior|pasado)|ago|last (?:week|month|year))\b|\bhace (?:\d+|un|una|dos|tres|cuatro|cinco|seis|\p{L}+) (?:h|hora|d[ií]a|semana|mes|a[nñ]o)|X{4}|\[\*\*|comparison (?:is|was) made with|se compara con|comparado con (?:tc|rm|rx|eco)/iu;

const imaging =
  /\bcompar|\b(?:ct|mri?|scans?|films?|x-?rays?|cxr|ultrasound|uss?|pet|mammogra\p{L}+|radiogra\p{L}+|imaging|tc|tac|rmn?|rx|ecograf[ií]as?|estudios?|exploraci[oó]n|controle?s?|resonancias?|tomograf[ií]as?|previ[oa]s?|anterior(?:es)?|prior|previous)\b/iu;

export function comparisonWithoutPrior(facts: Facts): QualityFinding[] {
  const { report, zones } = facts;
  for (const [index, words] of report.words.entries()) {
    if (zones[index] !== 'findings' && zones[index] !== 'impression') continue;
    for (let at = 0; at < words.length; at++) {
      const match = claims.at(words, at);
      const first = words[at];
      const last = words[at + (match?.length ?? 0) - 1];
      if (match === null || first === undefined || last === undefined) continue;
      if (notClaims.has(words) || manoeuvres.has(words)) break;
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
  const { text, sentences } = report;
  return sentences.some((sentence, index) => {
    const raw = text.slice(sentence.startUtf16, sentence.endUtf16);
    switch (zones[index]) {
      case 'comparison':
        return !isNone(raw);
      case 'findings':
      case 'impression':
      case 'title':
      case 'technique':
        return dated.test(raw);
      case 'indication':
        // "Nodule of 17 mm on CT of 6 November": the exam that it is compared with.
        return dated.test(raw) && imaging.test(raw);
      case 'heading':
        return /compar|previ|prior|anterior/i.test(raw) && dated.test(raw);
      default:
        return false;
    }
  });
}
