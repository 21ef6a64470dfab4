/** Organs and the regions of the body that an exam shows them in, Spanish and English, folded. */
import { Phrases } from './phrases.js';
import type { Side, Word } from '../types.js';

export interface Organ {
  readonly id: string;
  /** Empty where it lies in every region (bone, lymph node). */
  readonly regions: readonly string[];
  /** Where the word itself tells it ("RUL"). */
  readonly side: Side | null;
}

/** id · regions · phrases. */
const table: readonly (readonly [string, string, string])[] = [
  [
    'brain',
    'head',
    `brain; cerebral|cerebrales|cerebro; encefal*; parietal; occipital; thalam*; talam*; talamo; basal ganglia; ganglios basales;
     intracran*; cerebell*; cerebel*; white matter; sustancia blanca; hipocamp*; hippocamp*; frontal lobe; lobulo frontal; frontal;
     temporal lobe; lobulo temporal; temporopariet*; frontotempor*; frontobas*; frontopariet*; gangliocapsular; nucleos basales; ventricles; ventriculos; sulci; surcos; caudate; caudado; periventricul*; corpus callosum; cuerpo calloso; gray white; quiasma; chiasm;
     subdural|epidural; subarac*; subarach*; midline; linea media; craneo; craneal; craneales; stroke; convexity; convexities; convexidad; convexidades; parafalcine; pons; brainstem; troncoencefal*`,
  ],
  ['pituitary', 'head', 'pituitary; hipofis*; sella; sellar; silla turca; stalk; tallo'],
  ['head', 'head', 'head; cabeza'],
  [
    'posterior fossa',
    'head',
    'posterior fossa; fosa posterior; fourth ventricle; cuarto ventriculo; infratentorial',
  ],
  [
    'skull',
    'head',
    'skull; calvari*; calota; petrous; penasco; mastoid*; temporal bone; hueso temporal; temporal; base de craneo',
  ],
  ['orbit', 'head', 'orbit*; optic; optico|opticos'],
  ['face', 'head', 'mandib*; zigom*; cigom*; zygom*; nasal; propios; facial|faciales'],
  [
    'sinus',
    'head',
    'sinuses; paranasal*; maxillary; maxilar|maxilares; ethmoid*; etmoid*; sphenoid*; esfenoid*; ostiomeat*',
  ],
  ['neck', 'neck', 'neck; cuello; laryn*; laring*; faring*; pharyn*; parotid*; submaxil*; supraclav*'],
  ['thyroid', 'neck', 'thyroid*; tiroid*'],
  ['carotid', 'neck head', 'carotid*; supraaort*; ica|icas; cca; ici; aci'],
  [
    'lung',
    'chest',
    `lung|lungs; pulmon*; upper|lower lobe|lobes; lobulo superior|inferior; lobulos superiores|inferiores; bronch*; bronq*; apical; airway*; basilar; basal opacity; airspace; apices; vertices`,
  ],
  ['lung:right', 'chest', 'rul; rll; rml; lsd; lid; middle lobe; lobulo medio'],
  ['lung:left', 'chest', 'lul; lll; lsi; lii; lingul*'],
  ['lung:bilateral', 'chest', 'llss; llii'],
  ['pleura', 'chest', 'pleura*; costofren*; costophren*'],
  [
    'heart',
    'chest',
    'heart; cardiac; cardiaca; cardiaco; corazon; silhouette; silueta; cardiomeg*; pericard*; coronar*; cardiomediast*; ventricular; cardiothor*; cardiotor*',
  ],
  ['mediastinum', 'chest', 'mediast*; hilar; hila; hilio*; subcarinal; paratrach*; paratraq*'],
  ['chest', 'chest', 'chest; torax; thorax; toracic*|toracoabd*; stern*; estern*; endotrache*; endotraq*'],
  ['rib', 'chest', 'rib|ribs; costill*; costal|costales'],
  ['clavicle', 'chest shoulder', 'clavic*'],
  [
    'breast',
    'breast chest',
    'breast*; mama; mamas; mamari*; mammar*; fibrogland*; retroareolar; mammogr*; mamograf*',
  ],
  ['axilla', 'breast chest shoulder', 'axill*; axila*'],
  ['liver', 'abdomen', 'liver; hepat*; higado; perihepat*'],
  ['gallbladder', 'abdomen', 'gallbladder; vesicula; vesicular; cholecyst*; colecist*'],
  [
    'bile duct',
    'abdomen',
    'bile; biliar*; biliary; common duct; coledoco; cbd; distal duct; via biliar; choledoch*',
  ],
  ['pancreas', 'abdomen', 'pancrea*'],
  ['spleen', 'abdomen', 'spleen; splenic; bazo; esplen*'],
  ['adrenal', 'abdomen', 'adrenal*; suprarrenal*'],
  [
    'kidney',
    'abdomen',
    'kidney*; renal; renales; rinon*; pielocalic*; pyelocal*; collecting system*; calicial|calicial|calyceal; perirrenal; perineph*',
  ],
  [
    'ureter',
    'abdomen pelvis',
    'ureter*; pelviureter*; puj; upj; uvj; vuj; pieloureter*; pyeloureter*; ureterovesical; vesicoureter*',
  ],
  ['bladder', 'pelvis abdomen', 'bladder; vejiga'],
  [
    'bowel',
    'abdomen pelvis',
    'bowel; colon; colonic; sigmoid; sigma; ileum; ileon; stomach; estomago; gastric*; intestin*; asas; cecum; caecum; duoden*; jejun*; rectum; recto; rectal; divertic*; appendi*; apendic*',
  ],
  ['aorta', 'chest abdomen', 'aorta; aortic; aortico|aortica; aaa'],
  [
    'abdomen',
    'abdomen pelvis',
    'abdom*; abdomin*; peritone*; mesenter*; epiplon; oment*; portal; porta; kub; bowel gas; retroperiton*; obstetric*; fetal; toracoabdom*',
  ],
  [
    'uterus',
    'pelvis abdomen',
    'uter*; endometri*; miometri*; myometri*; cervix; intrauter*; gestac*; pregnan*',
  ],
  ['ovary', 'pelvis abdomen', 'ovar*; adnex*; anexial*; anexo|anexos'],
  [
    'prostate',
    'pelvis abdomen',
    'prosta*; seminal vesicles; vesiculas seminales; peripheral zone; zona periferica',
  ],
  ['testis', 'scrotum', 'testic*; testes; testis; teste; scrot*; escrot*; epidid*'],
  [
    'pelvis',
    'pelvis hip abdomen',
    'pelvi*; sacroil*; sacrum; sacro; sacra|sacral|sacras|sacrales; ilium; ilion',
  ],
  ['pubis', 'pelvis hip', 'pubi*'],
  ['iliac vessel', 'pelvis abdomen hip', 'iliac|iliaca|iliacas|iliaco|iliacos'],
  ['cervical', 'neck spine-c', 'cervical|cervicales; craniocerv*; craneocerv*'],
  ['cervical spine', 'spine-c', 'cervical spine; columna cervical'],
  ['thoracic spine', 'spine-t chest', 'thoracic spine; dorsal spine; columna dorsal|toracica'],
  ['lumbar spine', 'spine-l', 'lumbar spine; lumbar|lumbares; columna lumbar; lumbosacr*; conus; cono'],
  [
    'spine',
    'spine-c spine-t spine-l',
    'spine; vertebr*; columna; discal|discales; intervertebr*; cord; medula; medular; foramin*; facet*',
  ],
  [
    'shoulder',
    'shoulder',
    'shoulder*; hombro*; supraspin*; supraesp*; infraspin*; infraesp*; subscap*; subescap*; glenoid*; glenohum*; acromio*; rotator; manguito; biceps',
  ],
  ['humerus', 'shoulder elbow', 'humer*; supracondyl*; supracondil*'],
  ['elbow', 'elbow', 'elbow*; codo|codos; olecran*'],
  [
    'wrist',
    'wrist hand elbow',
    'wrist*; muneca*; carpal; carpo; distal radius; radio distal; radial; ulnar|ulna; cubital; scaphoid; escafoides; radius',
  ],
  ['hand', 'hand wrist', 'hand|hands; mano|manos; metacarp*; finger*'],
  [
    'hip',
    'hip pelvis',
    'hip|hips; cadera*; acetab*; femoral head|neck; cabeza|cuello femoral; cuello del femur; subcapital',
  ],
  ['femur', 'hip knee leg', 'femur; femoral|femorales; femoris'],
  [
    'knee',
    'knee leg',
    'knee*; rodilla*; patell*; rotul*; poplite*; femorotib*; medial compartment; compartimento interno',
  ],
  ['meniscus', 'knee', 'menisc*'],
  ['labrum', 'shoulder hip', 'labr*; slap; bankart'],
  ['cruciate ligament', 'knee', 'cruciate*; cruzado|cruzados; acl; pcl; lca; lcp'],
  [
    'popliteal cyst',
    'knee leg',
    'baker; popliteal fossa cyst|cysts; popliteal cyst|cysts; quiste|quistes popliteo|popliteos',
  ],
  ['tibia', 'knee ankle leg', 'tibia*; fibul*; perone*'],
  ['ankle', 'ankle foot', 'ankle*; tobillo*; malleol*; maleol*; talus; astragal*; syndesm*; sindesm*'],
  ['foot', 'foot ankle', 'foot|feet; pie|pies; metatars*; calcane*'],
  [
    'leg',
    'leg knee hip',
    'leg|legs; calf; pantorrill*; pierna*; miembro|miembros inferior|inferiores; lower extremit*; mmii',
  ],
  ['leg:left', 'leg knee hip', 'mii'],
  ['bone', '', 'bone|bones; hueso|huesos; oseo|osea|oseos|oseas; osseous'],
];

const regionsById = new Map(table.map(([id, regions]) => [id, new Set(regions.split(' ').filter(Boolean))]));
const nowhere: ReadonlySet<string> = new Set();

/** Regions of the body that an organ lies in; empty where that is unknown or everywhere. */
export function regionsOf(id: string): ReadonlySet<string> {
  return regionsById.get(id) ?? nowhere;
}

const organPhrases = new Phrases<Organ>(4096);
for (const [id, regions, list] of table) {
  const [name = id, side] = id.split(':');
  organPhrases.add(list, {
    id: name,
    regions: regions.split(' ').filter(Boolean),
    side: side === 'left' || side === 'right' || side === 'bilateral' ? side : null,
  });
}

/** An organ's name among a sentence's words. */
export interface OrganMention {
  readonly organ: Organ;
  readonly first: number;
  readonly end: number;
}

/** Abbreviations that are common words of the other language, read only after a Spanish article or preposition. */
const afterArticle: ReadonlyMap<string, Organ> = new Map([
  ['lm', { id: 'lung', regions: ['chest'], side: 'right' }],
  ['mid', { id: 'leg', regions: ['leg', 'knee', 'hip'], side: 'right' }],
]);
const articles = new Set(['en', 'el', 'del', 'de', 'al']);
const lumbar: Organ = { id: 'lumbar spine', regions: ['spine-l'], side: null };
const thoracic: Organ = { id: 'thoracic spine', regions: ['spine-t', 'chest'], side: null };
const cervical: Organ = { id: 'cervical spine', regions: ['spine-c'], side: null };

/** "L4", "C5", "T8": a level of the spine. T1 and T2 name sequences more often. */
function levelAt(words: readonly Word[], index: number): Organ | null {
  const letter = words[index]?.folded ?? '';
  if (letter.length !== 1 || !/^[cdtls]$/.test(letter)) return null;
  const here = words[index];
  const next = words[index + 1];
  if (here === undefined || next?.startUtf16 !== here.endUtf16 || !/^\d{1,2}$/.test(next.folded)) return null;
  const level = Number(next.folded);
  // "D3" is a digit of the hand too.
  if (
    letter === 'd' &&
    !/^(?:vertebra|vertebras|cuerpo|cuerpos|en|de|-)$/.test(words[index - 1]?.folded ?? '')
  )
    return null;
  if (letter === 'l') return level >= 1 && level <= 5 ? lumbar : null;
  if (letter === 'c') return level >= 1 && level <= 7 ? cervical : null;
  if (letter === 's') return level === 1 ? lumbar : null;
  return level >= 3 && level <= 12 ? thoracic : null;
}

/** "Fibular head": the end of a bone. */
const boneHeads =
  /^(?:fibular|femoral|radial|humeral|metatarsal|metacarpal|tibial|ulnar|peroneal|pancreatic|pancreatica|caudate|long)$/;

export function organsOf(words: readonly Word[]): OrganMention[] {
  const found: OrganMention[] = [];
  for (let at = 0; at < words.length;) {
    const match = organPhrases.at(words, at);
    const level = match === null ? levelAt(words, at) : null;
    if (match !== null && !isOtherThing(match.value, words, at)) {
      found.push({ organ: match.value, first: at, end: at + match.length });
    } else {
      const abbreviated = abbreviatedAt(words, at, found.at(-1));
      if (abbreviated !== null) found.push({ organ: abbreviated, first: at, end: at + 1 });
      else if (level !== null) found.push({ organ: level, first: at, end: at + 2 });
    }
    at += match?.length ?? (level === null ? 1 : 2);
  }
  return found;
}

/** @param before the organ that was named last. */
function abbreviatedAt(words: readonly Word[], at: number, before: OrganMention | undefined): Organ | null {
  const word = words[at]?.folded ?? '';
  const organ = afterArticle.get(word);
  if (organ === undefined) return null;
  // "LSD, LM y LII"
  const inList = word === 'lm' && before?.end === at - 1 && before.organ.side !== null;
  return inList || articles.has(words[at - 1]?.folded ?? '') ? organ : null;
}

/** True where the words around an organ's name make it the name of something else. */
function isOtherThing({ id }: Organ, words: readonly Word[], at: number): boolean {
  const word = words[at]?.folded ?? '';
  const before = words[at - 1]?.folded ?? '';
  const next = words[at + 1]?.folded ?? '';
  // The fatty hilum of a node.
  if ((word === 'hilio' || word === 'hilar') && /^(?:graso|adiposo|fat|fatty)$/.test(next)) return true;
  // "Rotura radial": how a tear runs.
  if (word === 'radial' && /^(?:rotura|roturas|tear|tears|desgarro|fisura|scar|cicatriz)$/.test(before))
    return true;
  if (id === 'head') {
    // "Lesión en cabeza y proceso uncinado": of the pancreas.
    const isOfOrgan =
      word === 'cabeza' &&
      (before === 'en' || next === 'del' || next === '-') &&
      words[at + 2]?.folded !== 'cuello';
    return isOfOrgan || boneHeads.test(before) || boneHeads.test(next);
  }
  // The neck of an aneurysm or a gallbladder.
  return (
    id === 'neck' &&
    (word === 'cuello' || word === 'neck') &&
    /^(?:de|estrecho|ancho|corto|largo|of|vesicular|uterino|quirurgico)$/.test(next)
  );
}
