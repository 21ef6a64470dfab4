/** `followup-without-interval`: imaging follow-up is advised and nothing says when. */
import { statusOf } from '../assertion.js';
import { wordsAt } from './compare.js';
import { phrases } from './phrases.js';
import type { Facts } from './statements.js';
import type { QualityFinding } from './types.js';

const again = phrases(
  `follow up; followup; surveillance; repeat; repeated; re evaluation; reevaluation; control|controles; seguimiento; vigilancia; repetir; nuevo|nueva|nuevas|nuevos tc|rm|ecografia|estudio|radiografia|rx|control|mamografia|tac; reevaluar; revalorar; controlarse; revisarse; seguirse; vigilar; monitor*; controlar; rescan*; recheck; serial; interval cxr|ct|mri|film|radiograph|imaging|scan|duplex|ultrasound|us|x|mammogram; further ct|mri|film|radiograph|radiographs|imaging|scan|duplex|ultrasound|us|x; nuevo|nueva ultrasonido|eco|resonancia|imagen`,
);
const imaging = phrases(
  `ct; mri; mr; ultrasound; us; sonogra*; imaging; radiograph|radiographs; x ray; xray; mammogra*; mamogra*; tc; tac; rm; rmn; ecografi*; ecografic*; radiologic*; radiografi*; imagen; rx; pet; scan|scans; rescan*; study; estudio; ecocardi*; cxr; film|films; mrcp; colangio*; angiorm|angiotc|angioresonancia; angio; cta; mra; duplex; doppler; tvus|uss|usg|tvs; ultrasonido*; eco; resonancia*; tomogra*`,
);
const advises = phrases(
  `recommend*; advis*; suggest*; please; should; consider*; recomend*|recomiend*; aconsej*; suger*; sugier*; convien*; debera|deberan; rogamos; solicit*; indicated; warranted; valorar; debe; realizar; need|needs|needed; require|requires|required; necesari*; necesita; precisa; amerita; requiere; arrange; obtain*; would be; is due`,
);
const clinical = phrases(
  'clinical; clinically; clinico|clinica; clinicamente; neumolog*; consulta; analitic*; pulmonology; oncology; oncologia; laboratory; psa; cea; by|por su|his|her; clinic; in the clinic; in|with the neurology|oncology|surgical|urology|gynaecology|orthopaedic|respiratory; as planned; outpatient*; consultas externas',
);
const needless = phrases(
  'not|no required|needed|necessary|indicated; no further; no es necesari*; no precisa|precisan|requiere|requieren|necesita',
);
const interval =
  /(?:\d{1,3}|\b(?:one|two|three|four|five|six|eight|nine|ten|twelve|eighteen|un|una|dos|tres|cuatro|cinco|seis|ocho|nueve|diez|doce|dieciocho|pocos|pocas|few|next|pr[oó]xim\p{L}+|half a|medio|each|every|cada|once an?))[\s-]{0,3}(?:to|-|–|a|o|or|y)?[\s-]{0,3}(?:\d{1,3}|six|seis)?[\s-]{0,3}(?:h(?:rs?|ours?|oras?)?|d[ií]as?|days?|sem(?:anas?)?|weeks?|wks?|mes(?:es)?|months?|mo|a[nñ]os?|years?|yrs?)\b|\b(?:annual\p{L}*|yearly|monthly|weekly|biennial|quarterly|semi-?annual\p{L}*|anual(?:es|mente)?|semestral(?:es)?|trimestral(?:es)?|bienal|mensual|semanal|daily|diari[oa]|today|hoy|tomorrow|ma[nñ]ana|immediate(?:ly)?|cycles?|ciclos?|urgent\p{L}*|inmediat\p{L}+)\b|fleischner|guideline|gu[ií]as?\b|criteri|protocol|lung-?rads|according to|seg[uú]n|after (?:treatment|completion|therapy)|tras (?:el )?tratamiento|al finalizar|clinically (?:indicated|warranted)|si (?:cl[ií]nicamente|precisa|procede)/iu;

export function followupWithoutInterval(facts: Facts): QualityFinding[] {
  const { report, zones } = facts;
  const found: QualityFinding[] = [];
  for (const [index, words] of report.words.entries()) {
    const zone = zones[index];
    if (zone !== 'findings' && zone !== 'impression' && zone !== 'recommendation') continue;
    for (let at = 0; at < words.length; at++) {
      const match = again.at(words, at);
      const first = words[at];
      if (match === null || first === undefined) continue;
      if (needless.has(words)) break;
      const end = at + match.length;
      const opens =
        index > 0 &&
        zone !== 'findings' &&
        /^(?:repeat|repetir|vigilancia|vigilar|controlar|surveillance|control|seguimiento|interval|serial)$/.test(
          first.folded,
        ) &&
        startsStatement(words[at - 1]?.folded);
      const advised = zone === 'recommendation' || advises.has(words) || opens;
      if (!advised || !imaging.has(words) || clinical.has(words, end, Math.min(words.length, end + 3))) break;
      if (statusOf(words, at, end, '', facts.cues[index]).assertion === 'absent') break;
      if (statesInterval(facts, index)) break;
      const last = words[end - 1] ?? first;
      const span = { startUtf16: first.startUtf16, endUtf16: last.endUtf16 };
      found.push({
        id: 'followup-without-interval',
        span,
        related: [],
        messageArguments: { followup: wordsAt(facts, span) },
      });
      break;
    }
  }
  return found;
}

function startsStatement(before: string | undefined): boolean {
  return before === undefined || /^[.:;,\-–•)]$/.test(before);
}

/** In the sentence itself or the one after it. Sizes and dates of the finding are no interval. */
function statesInterval({ report }: Facts, index: number): boolean {
  const sentence = report.sentences[index];
  const next = report.sentences[index + 1];
  if (sentence === undefined) return false;
  const end = next?.section === sentence.section ? next.endUtf16 : sentence.endUtf16;
  return interval.test(report.text.slice(sentence.startUtf16, end));
}
