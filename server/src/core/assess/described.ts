/** Organs that an ultrasound report names, also as absent after surgery or hidden by gas. */
import { Phrases, phrases } from '../quality/phrases.js';
import type { Facts } from '../quality/statements.js';
import type { Side, Span, Word } from '../types.js';
import type { RequiredOrgan } from './types.js';

export interface NamedOrgan {
  readonly organ: RequiredOrgan;
  readonly span: Span;
}

type Named = 'kidney' | 'ovary' | 'uterus+endometrium' | 'prostate+seminal-vesicles' | RequiredOrgan | 'none';

const names = new Phrases<Named>()
  .add('vesiculas|vesicula seminales|seminal; seminal vesicle|vesicles; vvss', 'seminal-vesicles')
  .add(
    'vesicula|vesiculas; vesicular; gallbladder; gall bladder; colecistectom*; cholecystectom*; colecist*; vb',
    'gallbladder',
  )
  .add(
    'bile duct|ducts; biliary tree|tract|system|dilatation|dilation|ducts; biliary; common duct; common hepatic duct; hepatic ducts; cbd; chd; via|vias biliar|biliares; arbol biliar; coledoco; hepatocoledoco; colangio*; coledoc*; radicales biliares; intrahepatic ducts; extrahepatic ducts; vbih; vbeh; vbp',
    'bile-ducts',
  )
  .add('arteria|vena hepatica; hepatic vein|veins|artery; venas hepaticas|suprahepaticas', 'none')
  .add('liver; higado; hepatic|hepatica|hepatico|hepaticas|hepaticos; hepatomeg*; hepatectom*; loh', 'liver')
  .add('pancrea*; celda pancreatica', 'pancreas')
  .add('spleen; splenic; bazo; esplenic*; esplenomeg*; splenomeg*; splenectom*; esplenectom*', 'spleen')
  .add('renal artery|arteries|vein|veins; arteria|arterias|vena|venas renal|renales', 'none')
  .add(
    'kidney|kidneys; renal|renales; rinon|rinones; nephrectom*; nefrectom*; pielocalic*; pyelocal*; pelvicaly*; renogram',
    'kidney',
  )
  .add(
    'aorta; aortic|aortico|aortica; ivc; vena cava; cava; vci; inferior vena cava; great vessels; major vessels; grandes vasos; retroperitoneal vessels; vasos retroperitoneales; eje|ejes vascular|vasculares; retroperitoneo vascular; estructuras vasculares; vascular structures',
    'vessels',
  )
  .add('bladder; urinary bladder; vejiga; vesical; cystectom*; cistectom*; sonda vesical', 'bladder')
  .add('uterus; uterine; utero; uterino|uterina; miometri*; myometri*; utero vacio', 'uterus')
  .add('hysterectom*; histerectom*; histerectomizada', 'uterus+endometrium')
  .add(
    'endometri*; cavidad endometrial; linea endometrial; cavidad uterina; uterine cavity; eco endometrial',
    'endometrium',
  )
  .add(
    'ovary|ovaries; ovarian; ovario|ovarios; ovaric*; adnexa; adnexae; adnexal; adnexum; anexo|anexos; anejo|anejos; anexial|anexiales; oophorectom*; salpingo oophorectom*; ooforectom*; ovariectom*; anexectom*; anexohisterectom*',
    'ovary',
  )
  .add('prostate; prostatic; prostata; prostatic*', 'prostate')
  .add('prostatectom*', 'prostate+seminal-vesicles');
/** Abbreviations as written in capitals: "RD de 11 cm, RI de 10 cm". */
const capitals: ReadonlyMap<string, RequiredOrgan> = new Map([
  ['RD', 'right-kidney'],
  ['RI', 'left-kidney'],
  ['RK', 'right-kidney'],
  ['LK', 'left-kidney'],
  ['OD', 'right-ovary'],
  ['OI', 'left-ovary'],
]);

const sided = new Map<string, Side>([
  ...['right', 'derecho', 'derecha', 'dcho', 'dcha', 'rt'].map((word) => [word, 'right'] as const),
  ...['left', 'izquierdo', 'izquierda', 'izq', 'izdo', 'izda', 'lt'].map((word) => [word, 'left'] as const),
  ...[
    'both',
    'bilateral',
    'bilaterales',
    'ambos',
    'ambas',
    'bilaterally',
    'dos',
    'two',
    'neither',
    'ninguno',
    'ninguna',
  ].map((word) => [word, 'bilateral'] as const),
]);
/** Words after an organ within which its side stands. */
const sideReach = 4;
const breaks = /^[.;:,(]$/;

/** The request's organs are not described by it. */
const says = new Set(['findings', 'impression', 'recommendation', 'heading']);
/** An organ that was taken out is accounted for wherever the report says so. */
const removed = 'ectom';
/** "Resto de órganos sin alteraciones": the others are named together. */
const theRest = phrases(
  'resto de organos|visceras|estructuras|exploracion|estudio; rest of the organs|examination|exam|study; remaining organs|structures|viscera|examination; remainder of the examination|exam|study|organs; demas organos|visceras; other organs|viscera; rest unremarkable|normal; resto normal|sin',
);

export interface Described {
  readonly named: readonly NamedOrgan[];
  readonly rest: boolean;
}

export function describedOrgans({ report, zones }: Facts): Described {
  const found = new Map<RequiredOrgan, Span>();
  const unheaded = !zones.includes('findings');
  let rest = false;
  report.words.forEach((words, index) => {
    const zone = zones[index] ?? 'other';
    // In running text without a heading for its findings, they stand after the request.
    const isDescribed = says.has(zone) || (unheaded && zone === 'indication');
    if (isDescribed && theRest.has(words)) rest = true;
    for (let at = 0; at < words.length; at++) {
      const match = names.at(words, at);
      const word = words[at];
      if (word === undefined || (!isDescribed && !word.folded.includes(removed))) continue;
      const raw = report.text.slice(word.startUtf16, word.endUtf16);
      const short = match === null ? capitals.get(raw) : undefined;
      const organs =
        short !== undefined ? [short] : match === null ? [] : organsOf(words, at, match.value, match.length);
      const last = words[at + (match?.length ?? 1) - 1] ?? word;
      for (const organ of organs) {
        if (!found.has(organ)) found.set(organ, { startUtf16: word.startUtf16, endUtf16: last.endUtf16 });
      }
      at += (match?.length ?? 1) - 1;
    }
  });
  return { named: [...found].map(([organ, span]) => ({ organ, span })), rest };
}

function organsOf(words: readonly Word[], at: number, name: Named, length: number): RequiredOrgan[] {
  switch (name) {
    case 'none':
      return [];
    case 'uterus+endometrium': {
      const both = words
        .slice(at, at + length + 8)
        .some(({ folded }) => /^(?:salping|doble|anex|ooforec|oophorec)/.test(folded));
      const adnexa: RequiredOrgan[] = both ? ['right-ovary', 'left-ovary'] : [];
      return ['uterus', 'endometrium', ...adnexa];
    }
    case 'prostate+seminal-vesicles':
      return ['prostate', 'seminal-vesicles'];
    case 'kidney':
    case 'ovary': {
      const side = sideNear(words, at, at + length);
      return [
        ...(side === 'left' ? [] : [`right-${name}` as const]),
        ...(side === 'right' ? [] : [`left-${name}` as const]),
      ];
    }
    default:
      return [name];
  }
}

/** The side of an organ; null where none is told: then all of a pair are named. */
function sideNear(words: readonly Word[], first: number, end: number): Side | null {
  const found = new Set<Side>();
  for (let at = end; at < Math.min(words.length, end + sideReach); at++) {
    const word = words[at]?.folded ?? '';
    if (breaks.test(word)) break;
    const side = sided.get(word);
    if (side !== undefined) found.add(side);
  }
  if (found.size === 0) {
    for (let at = first - 1; at >= Math.max(0, first - sideReach); at--) {
      const word = words[at]?.folded ?? '';
      if (breaks.test(word)) break;
      const side = sided.get(word);
      if (side !== undefined) found.add(side);
    }
  }
  const [side] = found;
  return found.size === 1 && side !== 'bilateral' ? (side ?? null) : null;
}
