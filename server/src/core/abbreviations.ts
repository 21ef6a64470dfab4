/** Abbreviations that end in a full stop, in Spanish and English clinical text: folded, without it. */

const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Never the last word of a sentence: something they name follows. */
export const neverLast: ReadonlySet<string> = list(`
  dr dra drs dras sr sra srta sres prof profa dna lic ing mr mrs ms st
  vs cf ej eg ie viz fig figs figura tab ref refs num nro nr no n ca approx aprox art cap pag pags vol ed
  sat sec secs gral ntra ntro sta sto exp resp incl excl esp p pp`);

/** May end a sentence: they do before a capital letter. */
export const maybeLast: ReadonlySet<string> = list(`
  etc al seg segs min mins hr hrs h s sem sems mes ss hs dias
  mm cm cms dm m km ml cc dl l lt lts g gr grs kg kgs mg mgs mcg ug ui u mmol meq cal kcal
  izq izqda izqdo izdo izda izqd der dcho dcha drch drcha dch dcho ant post sup inf lat med prox dist bilat
  tx tto trat dx dco diag hx px rx sx ap pa lat tel telef ext int abd tor cerv lumb
  hab aprx max mod mult dif hist pat anat radiol clin neurol quir oncol interv trans
  lt rt lft rgt bil pt pts yo yr yrs y wk wks mo mos temp wt ht neg pos resp dept est
  ene feb mar abr jun jul ago sep sept oct nov dic jan apr aug dec
  enf pte ptes sp spp sc mgr mgrs fr rpm lpm obs rev prev ult tec inv afect post-op quist cal fdo
  tac tc rm rmn ca gl ggl gg art arts lig ligs vert col mus tend`);

/** Words that start a sentence more often than a name does: "vitamina D. Se", "hepatitis B. The". */
export const sentenceStarters: ReadonlySet<string> = list(`
  el la los las lo un una unos unas se no sin en al a por para con del de desde tras ante como este esta estos estas
  su sus es son hay ha han fue fueron presenta presentaba persiste existe existen resto además ademas actualmente
  posteriormente paciente varon mujer dada dado ambos ambas si y tambien dicho dicha durante entre
  the a an this these there no it its in on at he she his her they we after before with without for from to as
  both all patient she normal mild small was were is are one two given however then subsequently our`);

/** Words before a class's letter: "tipo B. Se", "Child A. Nódulo", "grade I. No". */
export const classNouns: ReadonlySet<string> = list(`
  tipo grado estadio clase grupo vitamina hepatitis virus influenza gripe celula celulas linfoma linaje nivel zona
  segmento modo fase categoria patron forma plan child fuhrman gleason grande modic bosniak kellgren pirads
  type grade stage class group vitamin cell cells level zone segment mode phase category pattern score factor`);
