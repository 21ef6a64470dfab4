/** S1's report rule: a code's probability is the maximum over the report's mentions (paper 001 §3.2). */
import { cuesIn, statusOf, strongestStatus } from './assertion.js';
import type { ParsedReport } from './report.js';
import type { CodeEvidence, CodeSuggestion, PackVocabulary, SentenceReading, Status, Word } from './types.js';

/** Words for what is seen, which name no growth by themselves. */
const seen =
  /^(?:n[oó]dulos?|nodul(?:e|es|ar|ares|arity)|micronodul\p{L}*|lesion(?:es|s)?|masas?|mass(?:es)?|imagen(?:es)?|images?|loes?|sol|foc[oi]s?|focus|areas?|opaci\p{L}+|bultos?|lumps?|quistes?|cysts?|adenopati\p{L}*|adenopath\p{L}*|lymphadenopath\p{L}*|linfadenopati\p{L}*|engrosamientos?|thickening|densidad\p{L}*|densit\p{L}+)$/u;
const growth =
  /oma(?:s|ta|tos[oa]s?|tous)?$|metast|tumor|tumour|neopla|cancer|malign|carcino|sarcom|leuc?k?em|linfopro|lymphopro|mielo|myelo|implant|blast/u;
/** ICD-O-3 behaviours in situ, malignant and metastatic. */
const malignant = /^\d{4}\/[2369]/;

/**
 * What a mention's words name: a growth ("adenoma"), what is merely seen ("nódulo hepático": the reader takes it for a
 * tumour, the report's words do not say so), or neither ("GIST").
 */
function namedBy(words: readonly Word[]): 'growth' | 'seen' | 'other' {
  if (words.some(({ folded }) => growth.test(folded))) return 'growth';
  return words.some(({ folded }) => seen.test(folded)) ? 'seen' : 'other';
}

/** Beside "ADC" they say that it is the diffusion coefficient, not an adenocarcinoma. */
const ofDiffusion = /^(?:dwi|difusi|diffusi|restri[cn]|mapas?$|maps?$|coef|caidas?$|brill|bright)/;

/** True where a mention is "ADC" in a sentence about diffusion. */
function isCoefficient(mention: readonly Word[], sentence: readonly Word[]): boolean {
  return (
    mention.every(({ folded }) => folded === 'adc') && sentence.some(({ folded }) => ofDiffusion.test(folded))
  );
}

/** A report with a mention as sure as this, not of words for what is merely seen, is of a tumour: all of CANTEMIST are. */
const sureMention = 0.8;
/**
 * In other reports a code is suggested from here on where its words name no growth, and never where they tell of what
 * is merely seen: what the reader learnt from tells of nothing but tumours.
 */
const aloneThreshold = 0.5;

/** A malignancy that the mention's words do not name is suspected at most. */
function asSuspected(status: Status, code: string): Status {
  return status.assertion === 'present' && status.experiencer === 'patient' && malignant.test(code)
    ? { ...status, assertion: 'possible' }
    : status;
}

/** The likelier of two places that share words: a mention may be read with and without its stage. Sorted already. */
function apart(evidence: readonly CodeEvidence[]): CodeEvidence[] {
  const kept: CodeEvidence[] = [];
  for (const each of evidence) {
    const over = kept.some((k) => k.startUtf16 < each.endUtf16 && each.startUtf16 < k.endUtf16);
    if (!over) kept.push(each);
  }
  return kept;
}

/** Ranks every code that any mention proposes, each with the mentions that support it. */
export function mergeCodes(
  report: ParsedReport,
  readings: readonly (SentenceReading | null)[],
  vocabulary: PackVocabulary,
): CodeSuggestion[] {
  const evidenceOf = new Map<string, CodeEvidence[]>();
  const namedOf = new Map<CodeEvidence, ReturnType<typeof namedBy>>();
  let ofTumour = false;
  readings.forEach((reading, index) => {
    const words = report.words[index];
    if (reading === null || words === undefined) return;
    const section = report.sections[report.sentences[index]?.section ?? -1];
    // What a person has already written down as codes is no evidence for them.
    if (section?.kind === 'codes') return;
    const cues = reading.mentions.length === 0 ? [] : cuesIn(report, index);
    for (const mention of reading.mentions) {
      const first = words[mention.firstWord];
      const last = words[mention.endWord - 1];
      if (first === undefined || last === undefined) continue;
      // The heading over the sentence is read as a sentence of its own.
      if (first.startUtf16 < (report.sentences[index]?.startUtf16 ?? 0)) continue;
      const own = words.slice(mention.firstWord, mention.endWord);
      if (isCoefficient(own, words)) continue;
      const said = statusOf(words, mention.firstWord, mention.endWord, section?.title, cues);
      // The comparison speaks of an earlier examination.
      const earlier = section?.kind === 'comparison' && said.experiencer === 'patient';
      const status = earlier ? { assertion: said.assertion, experiencer: 'past' as const } : said;
      const named = namedBy(own);
      for (const candidate of mention.candidates) {
        const runnerUp = mention.candidates.find((other) => other.code !== candidate.code) ?? null;
        const { assertion, experiencer } = named === 'seen' ? asSuspected(status, candidate.code) : status;
        const evidence: CodeEvidence = {
          startUtf16: first.startUtf16,
          endUtf16: last.endUtf16,
          probability: mention.probability * candidate.probability,
          runnerUp,
          assertion,
          experiencer,
        };
        namedOf.set(evidence, named);
        ofTumour ||= named !== 'seen' && evidence.probability >= sureMention;
        const list = evidenceOf.get(candidate.code);
        if (list === undefined) evidenceOf.set(candidate.code, [evidence]);
        else list.push(evidence);
      }
    }
  });
  const isSuggested = (evidence: readonly CodeEvidence[]): boolean =>
    evidence.some((each) => {
      const named = namedOf.get(each);
      const least = ofTumour || named === 'growth' ? 0 : named === 'seen' ? Infinity : aloneThreshold;
      return each.probability >= Math.max(vocabulary.threshold, least);
    });
  const ranked: { code: string; evidence: CodeEvidence[]; probability: number }[] = [];
  for (const [code, evidence] of evidenceOf) {
    evidence.sort((a, b) => b.probability - a.probability || a.startUtf16 - b.startUtf16);
    const sure = apart(evidence.filter(({ probability }) => probability >= vocabulary.threshold));
    const kept = sure.length > 0 ? sure : evidence.slice(0, 1);
    ranked.push({ code, evidence: kept, probability: kept[0]?.probability ?? 0 });
  }
  ranked.sort((a, b) => b.probability - a.probability || (a.code < b.code ? -1 : 1));
  const codes: CodeSuggestion[] = [];
  for (const { code, evidence, probability } of ranked) {
    const description = vocabulary.describe(code);
    const own = description?.[report.language] ?? null;
    codes.push({
      system: vocabulary.system,
      code,
      description: own ?? description?.es ?? code,
      descriptionLanguage: own === null ? 'es' : report.language,
      probability,
      rank: codes.length + 1,
      value: isSuggested(evidence),
      status: strongestStatus(evidence),
      evidence,
    });
  }
  return codes;
}
