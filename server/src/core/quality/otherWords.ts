/** Other words by which an Impression names what Findings states: they cover it, and state nothing by themselves. */
import { phrases } from './phrases.js';
import type { Phrases } from './phrases.js';
import type { Word } from '../types.js';

/** Group of families · what else names it. */
const table: readonly (readonly [string, string])[] = [
  [
    'focal',
    'ectopic pregnan*; embarazo|gestacion ectopico|ectopica; absces*; abscess*; demyelinat*; desmieliniz*; multiple sclerosis; esclerosis multiple; neuromielitis; neuromyelitis',
  ],
  [
    'lung opacity',
    `infecc*; infect*; inflam*; covid; edema; oedema; alveol*; intersti*; pneumonitis; neumonitis; bronchopneum*; aspirat*; aspiracion; fibros*; airspace; air space; parenquimat*; parenchymal; bronquiolitis; bronchiolitis; tuberculo*; hemorr*;
     pna; nac; ground glass; vidrio deslustrado|esmerilado; reticul*; nsip; uip; niu; infarction; subsolid*; semisolid*; part solid; parcialmente solido|solidos; ground glass nodule|nodules; nodulo|nodulos en vidrio; chf; icc; infarct|infarcts; infarto|infartos`,
  ],
  ['embolism', 'tromboembol*; thromboembol*; embol*; vte; etv; chronic thromboembolic disease'],
  [
    'thrombosis',
    'vte; etv; tromboflebitis; thrombophlebitis; flebitis; phlebitis; occlusion; occluded; oclusion; ocluida',
  ],
  ['infarct', 'isquemi*; ischem*; ictus; stroke; lacunar|lacunares; embolic; embolico|embolicos; watershed'],
  ['bleeding', 'hemorrag*; hemorrhag*; haemorrhag*; sangrado*; bleed*; sangre; blood'],
  [
    'fracture',
    `aplastamiento*; acunamiento*; hundimiento*; compression deformity|deformities; wedge|wedging; avulsion|avulsed|avulsions; arrancamiento*; fisura*; colles; weber; bankart; hill sachs; segond; jefferson; hangman; le fort; maisonneuve; lisfranc; chance; blow out; blowout; vertebral collapse; colapso vertebral; crush; bony|osseous involvement|injury|injuries; lesion|lesiones osea|oseas; afectacion osea; osteonecrosis; necrosis; arco`,
  ],
  ['dislocation', 'luxad*; dislocat*; subluxed; subluxad*'],
  [
    'dissection',
    'stanford; tipo a|b; type a|b; acute aortic syndrome; sindrome aortico agudo; disec*; dissect*',
  ],
  [
    'aneurysm',
    'sac; saco; endoleak|endoleaks; endofuga|endofugas; evar; dilatacion aneurismatica; dilatacion; ectasia; ectatic; ectasica|ectasico; dilatation; dilated; dilatada',
  ],
  ['free air', 'perforac*; perforat*; perforad*'],
  [
    'abscess',
    'coleccion*; collection*; empiema; empyema; abscesificad*; abscedad*; hinchey; tuboovarian; complicad*; complicated',
  ],
  ['appendicitis', 'apendicular*; appendiceal; inflamed appendix; apendice inflamado'],
  [
    'ascites',
    'liquido libre; free fluid; free intraperitoneal fluid; hidropes*; descompensacion|descompensada; decompensat*',
  ],
  [
    'hydronephrosis',
    'obstruct*; uropat*; dilatacion; dilatation; ectasia; hydrouret*; hidrouret*; ureterohidro*',
  ],
  [
    'effusion',
    'chf; icc; heart failure; cardiac failure; insuficiencia cardiaca; fallo cardiaco; overload; sobrecarga; decompensat*; descompensa*; poliserositis; pleuropulmonar*; anasarca; empiema; empyema',
  ],
  ['cord compression', 'mielopat*; myelopath*; myelomalacia; mielomalacia; compresi* medular'],
];

const byGroup: ReadonlyMap<string, Phrases<true>> = new Map(
  table.map(([group, list]) => [group, phrases(list)]),
);

/** Phrases that name a finding of this group of families in other words, or null where none are known. */
export function otherWordsOf(group: string): Phrases<true> | null {
  return byGroup.get(group) ?? null;
}

/** Words on a tumour's course or stage: they cover its masses and metastases. */
export const summary = phrases(
  `progress*; progres*; metastatic|stable|residual|active|known|oncologic|neoplastic|measurable|malignant|nodal disease; disease status|burden|extent|control;
   enfermedad metastasica|estable|residual|activa|conocida|oncologica|neoplasica|medible|tumoral; enfermedad a distancia; recurr*; recidiv*; spread; dissemin*; disemin*; carcinomat*; metasta*; estadi*; stage; afectacion; involvement; infiltrac*;
   primary; primario|primaria; primitivo|primitiva; figo; tnm; bclc; ann arbor; lugano; masaoka; bismuth; clark; deauville; mets`,
);

/** Of these words those that tell of metastases too. */
export const spread = phrases(
  `progress*; progres*; metastatic; metasta*; disseminated|disseminat*; diseminad*; disemin*; spread; carcinomat*; enfermedad a distancia; enfermedad metastasica|residual|activa|estable|tumoral; distant; stable|residual|active disease; disease status|burden|extent; recurr*; recidiv*; mets; tnm; stage; estadi*; secondar*; secundari*`,
);

/** Scales whose category in the Impression sums up the focal findings of an organ. */
const scales: readonly (readonly [Phrases<true>, readonly string[]])[] = [
  [phrases('bi rads; birads'), ['breast', 'axilla']],
  [phrases('pi rads; pirads'), ['prostate']],
  [phrases('li rads; lirads; lr 1|2|3|4|5|m|tiv'), ['liver']],
  [phrases('ti rads; tirads; eu tirads; acr tirads; bethesda'), ['thyroid']],
  [phrases('o rads; orads'), ['ovary', 'uterus']],
  [phrases('lung rads'), ['lung']],
];

/** True where a sentence of the Impression gives a category of the scale of one of the organs. */
export function hasScaleOf(words: readonly Word[], organs: ReadonlySet<string>): boolean {
  return scales.some(([names, of]) => of.some((organ) => organs.has(organ)) && names.has(words));
}

/** Words on a treated tumour: they cover what was there before, and nothing new or suspected. */
export const courseWords = phrases('response; respuesta; staging; recist');
