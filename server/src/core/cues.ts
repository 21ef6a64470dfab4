/**
 * Cue phrases of negation, uncertainty, the past and the family, Spanish and English, folded as the reader
 * folds words. Both languages are looked up at once: reports mix them.
 */

export type CueKind = 'negation' | 'uncertainty' | 'past' | 'family' | 'pseudo' | 'stop';
/** Which side of the cue it speaks of. */
export type CueReach = 'forward' | 'backward' | 'both';

export interface Cue {
  readonly kind: CueKind;
  readonly reach: CueReach;
  readonly words: readonly string[];
}

/** `a|b` in a phrase stands for either word; phrases are parted by `;` or a line end. */
const lists: readonly (readonly [CueKind, CueReach, string])[] = [
  [
    // They look like a cue and are none; found first, they take the words from the others.
    'pseudo',
    'both',
    `sin|no cambio|cambios; sin cambios significativos; sin variacion|variaciones; sin aumento|incremento; sin crecimiento;
     sin progresion; no solo; no solamente; no ha cambiado; no se modifica; sin modificacion|modificaciones; sin respuesta;
     no respondedor; sin tratamiento; sin tratar; no tratado|tratada; no tributario|candidato|candidata|subsidiario|subsidiaria;
     sin filiar; no filiado|filiada; no filiable; sin otra|otras|otro|otros; no resecable|operable; no tolera|tolero;
     not only; no change; no significant change; no interval change; no increase; no progression; not changed; unchanged;
     no further treatment; not a candidate; not resectable|operable; not tolerate|tolerated; not treated; untreated; no doubt; sin duda|dudas; no hay duda de;
     no response; without change; without progression; sin especificar; no especificado|especificada;
     not otherwise specified; no especial; no microcitico|microcitica; non small; no hodgkin|hodgkiniano; non hodgkin;
     no valorable|valorables|evaluable|evaluables; no se valora|valoran|evalua|evaluan; not assessed|assessable|evaluated|evaluable; not well seen|assessed|evaluated; cannot be assessed|evaluated;
     no celulas pequenas; de celulas no pequenas; no celula pequena; no seminomatoso; no queratinizante; no diferenciado;
     ya|previamente conocido|conocida|conocidos|conocidas; previously|already known|described|seen|noted|reported`,
  ],
  [
    'negation',
    'forward',
    `no; sin; ni; nunca; tampoco; ningun|ninguna|ninguno; ausencia de; no se observa|observan|observo|observaron;
     no se identifica|identifican|aprecia|aprecian|aprecio|evidencia|evidencian|evidencio|objetiva|objetivan|objetivo|visualiza|visualizan|detecta|detectan|detecto|demuestra|demostro|encuentra|encontro|encontraron|reconoce|reconocen;
     no hay; no hubo; no existe|existen; no presenta|presento|presentaba|muestra|mostro|mostraba|tiene|tenia;
     sin evidencia de; no evidencia de; sin signos|datos|indicios|sugestivos de; sin signos de; sin datos de; sin imagenes de;
     negativo|negativa|negativos|negativas para|de; niega; negaba; descarta|descarto|descartan|descartaron|descartandose; se descarta|descarto;
     descartado|descartada; exento|exenta de; libre|libres de; excluye|excluyen|excluyo|excluyeron; excluyendo; nada indica|sugiere|apunta; nada que indique|sugiera; en contra de; es|son|fue|fueron|resulta|resulto negativo|negativa|negativos|negativas para|de; cribado de; screening|despistaje de; riesgo de;
     not; without; neither; nor; never; absence of; absent; free of; negative for; no evidence of; no sign|signs of;
     denies; denied; rules|ruled out; excludes|excluded; excluding; fails to show|demonstrate|reveal; failed to show; devoid of; lack of; lacks; is|are|was|were negative for; exclude; nothing to indicate|suggest; against; argues|argue|speaks|speak against; rather than; screening for; risk of|for`,
  ],
  [
    'negation',
    'backward',
    `se descarta|descarto|descartan|descartaron; fue descartado|descartada; fueron descartados|descartadas;
     ha|han sido descartado|descartada|descartados|descartadas; quedo descartado|descartada; descartado|descartada|descartados|descartadas;
     negativo|negativa|negativos|negativas; ausente|ausentes; ya no visible|visibles|valorable; ya no se observa|observan|aprecia|aprecian|identifica|identifican|visualiza|visualizan; no se observa|observan|identifica|identifican|aprecia|aprecian|visualiza|visualizan|objetiva|objetivan|evidencia|evidencian|confirma|confirmo;
     no confirmado|confirmada; no identificado|identificada; no visible|visibles; no presente|presentes; : no; : ninguna|ninguno; excluido|excluida|excluidos|excluidas;
     was|were|is|are ruled|excluded out; was|were|is|are ruled out; has|have been ruled out; was|were|is|are excluded; has|have been excluded; screening; was|were|is|are not seen|identified|found|present|detected|demonstrated|confirmed|evident;
     not seen|identified|found|present|detected|confirmed|evident; no longer seen|visible|present|identified; is|are no longer seen|visible|present|identified; is|are|was|were negative|absent; : none; : absent; : negative; ruled out`,
  ],
  [
    'uncertainty',
    'forward',
    `a descartar; para descartar; por descartar; descartar; hay que descartar; debe|deben descartarse; pendiente de descartar; con el fin de descartar; a fin de descartar;
     no se descarta|descartan|puede|pueden; no se puede|pueden descartar|excluir; no puede|pueden descartarse|excluirse; sin poder descartar|excluir; no permite|permiten descartar|excluir; no es posible descartar|excluir; no descarta|descartan; no excluye|excluyen; no se excluye;
     no se puede|pueden descartar|excluir que; no se descarta|excluye que; no puede descartarse|excluirse que; a favor de; de aspecto|apariencia;
     sospecha de; sospechoso|sospechosa|sospechosos|sospechosas de|para; se sospecha|sospecho; alta sospecha de; ante la sospecha de; bajo sospecha de; con sospecha de; sospecha clinica|radiologica|diagnostica de;
     posible|posibles; posiblemente; probable|probables; probablemente; presunto|presunta; presuntamente; compatible|compatibles con; sugestivo|sugestiva|sugestivos|sugestivas de; sugerente|sugerentes de; sugiere|sugieren|sugerian|sugeria; indicativo|indicativa de; orienta a|hacia; que orientan a|hacia;
     impresiona|impresionan de; podria|podrian corresponder|tratarse|ser|representar|sugerir; puede|pueden corresponder|tratarse|representar|sugerir; en relacion con posible; parece|parecen; pudiera|pudieran corresponder|ser|tratarse; plantea|plantean; valorar; a valorar; a considerar; considerar; dudoso|dudosa|dudosos|dudosas; duda de; dudas de; diagnostico diferencial; versus; vs; frente a; hipotesis de; eventual; en caso de; si se confirma|confirmase|confirmara; ?; aparente; consistente|consistentes con;
     possible; possibly; probable; probably; likely; presumed; presumably; suspected; suspect; suspicion of|for; suspicious for|of; concerning for; concern for; worrisome for; suggestive of; suggesting; suggests|suggest; may|might|could represent|be|reflect; may|might represent; compatible with; consistent with; in keeping with; cannot|can rule|exclude; cannot rule out; cannot be excluded; cannot exclude; can not exclude|rule; to exclude; to rule out; rule out; r / o; evaluate|evaluation|assess|assessment for; question of; questionable; query; differential includes|including|considerations; differential diagnosis; favored|favors|favour|favours|favored|favoured; favoring|favouring; in favor|favour of; if; ?; not exclude; does|do not exclude; not entirely excluded; indeterminate for; appearances of possible; apparent`,
  ],
  [
    'uncertainty',
    'backward',
    `a descartar; por descartar; ?; versus; vs; como posible|probable diagnostico; no se puede|pueden descartar|excluir; no puede|pueden descartarse|excluirse; no se descarta|descartan; no descartado|descartada; no descartable|descartables; no excluido|excluida; probable|probables; posible|posibles; como primera posibilidad; como posibilidad|posibilidades; entre las posibilidades; es posible; sospechado|sospechada; de sospecha; dudoso|dudosa; poco probable; improbable;
     possible; probable; cannot be excluded; cannot be ruled out; not excluded; is|are|was|were suspected; is|are possible|likely|favored|favoured; not|never entirely|completely|fully excluded; is|are|was|were not entirely|completely|fully excluded; is|are not excluded; is the|a leading|main|first consideration|possibility; leading consideration; remains|remain possible|a; in the differential; is in the differential; to be excluded; must be excluded; unlikely; is a consideration; could be considered; should be considered`,
  ],
  [
    'past',
    'forward',
    `antecedente|antecedentes de; antecedente|antecedentes personal|personales de; antecedente|antecedentes oncologico|oncologicos de; con antecedente|antecedentes; historia de; historia previa|personal|oncologica de; historial de; ap de|:; a . p .; diagnosticado|diagnosticada previamente|anteriormente de; tratado|tratada previamente|anteriormente de|por; intervenido|intervenida previamente|hace de|por; operado|operada previamente de|por; secuelas de; en remision de; en remision completa|parcial|clinica|molecular de; superviviente de; previo|previa diagnostico;
     previously treated|resected|excised|removed|operated; history of; past history of; personal history of; past medical history of|:; h / o; hx of; hx; status post; s / p; post resection of; previous|previously; prior; remote; formerly; old history; survivor of; in remission from|of; in complete|partial remission of; known history of; treated previously for; pmh|pmhx of|:`,
  ],
  [
    'past',
    'backward',
    `previo|previa|previos|previas; survivor|survivors; superviviente; en remision; en remision completa; curado|curada; tratado|tratada en|hace|previamente; intervenido|intervenida en|hace; operado|operada en|hace; resecado|resecada en|hace; extirpado|extirpada en|hace; diagnosticado|diagnosticada y tratado|tratada; hace anos; hace un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte ano|anos; en la infancia; en su juventud;
     in remission; years ago; year ago; in childhood; treated in; resected in; removed in; excised in; years previously; years earlier; years before; in the past; previously treated|resected|excised`,
  ],
  [
    'family',
    'forward',
    `madre; padre; hermano|hermana|hermanos|hermanas; abuelo|abuela|abuelos|abuelas; tio|tia|tios|tias; hijo|hija|hijos|hijas; primo|prima|primos|primas; sobrino|sobrina; familiar|familiares; familia; antecedentes familiares; antecedente familiar; historia familiar; agregacion familiar; af :; rama materna|paterna;
     mother; father; sister|sisters; brother|brothers; sibling|siblings; aunt|aunts; uncle|uncles; grandmother|grandfather|grandparents; cousin|cousins; daughter|daughters; son|sons; niece|nephew; family history; familial history; relative|relatives; maternal; paternal; fhx|fh of|:`,
  ],
  [
    'family',
    'backward',
    `en su|la|el madre|padre|hermano|hermana|hija|hijo|abuela|abuelo|tia|tio; en dos|tres|varios|varias familiares|hermanos|hermanas|tios|tias; de su madre|padre|hermana|hermano; familiar; en familiar|familiares; en familiares de primer grado; en la familia; en la rama materna|paterna; en un|una hermano|hermana|hijo|hija|tia|tio|abuelo|abuela|primo|prima|familiar;
     in his|her|the|a|an mother|father|sister|brother|aunt|uncle|daughter|son|grandmother|grandfather|cousin|family; runs in the family; in a first|second degree; in relatives; in several|two|three relatives|aunts|uncles|sisters|brothers`,
  ],
  [
    'stop',
    'both',
    `pero; sin embargo; aunque; excepto; salvo; a excepcion de; no obstante; mientras; si bien; ; aparte de; ademas; por lo que; ya que; debido a; secundario|secundaria a; se observa|observan|observo|identifica|identifican|aprecia|aprecian|objetiva|objetivo|evidencia|evidencian|visualiza|visualizan|confirma|confirmo; presenta|presento|presentaba; persiste|persisten; muestra|mostro; diagnosticado|diagnosticada; con diagnostico; en paciente|pacientes; en contexto de; en el contexto de; que; cuya|cuyo;
     but; however; although; though; except; apart from; aside from; other than; nevertheless; whereas; while; yet; because; due to; secondary to; there is; there are; which; who; shows|showed; demonstrates|demonstrated; reveals|revealed; presents|presented; persists|persist; diagnosed with; in a patient; in this patient; in the setting of; now; currently; consistent presence`,
  ],
];

function expand(phrase: string): string[][] {
  return phrase
    .trim()
    .split(/\s+/)
    .reduce<string[][]>(
      (all, word) => word.split('|').flatMap((choice) => all.map((words) => [...words, choice])),
      [[]],
    );
}

/** Every cue, by its first word, longest first. */
export const cuesByFirstWord: ReadonlyMap<string, readonly Cue[]> = (() => {
  const byFirst = new Map<string, Cue[]>();
  for (const [kind, reach, text] of lists) {
    for (const phrase of text.split(/;|\n/)) {
      if (phrase.trim() === '') continue;
      for (const words of expand(phrase)) {
        const first = words[0] ?? '';
        const list = byFirst.get(first);
        if (list === undefined) byFirst.set(first, [{ kind, reach, words }]);
        else list.push({ kind, reach, words });
      }
    }
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.words.length - a.words.length);
  return byFirst;
})();
