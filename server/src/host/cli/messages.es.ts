import { spanishEvaluation } from '../../lsp/evaluation/names.js';
import type { Messages } from './messages.js';
import { spanishReason } from './reasons.es.js';

const number = new Intl.NumberFormat('es-ES');
const decimal = new Intl.NumberFormat('es-ES', { maximumFractionDigits: 1 });
const size = (bytes: number): string => `${decimal.format(bytes / 1024 / 1024)} MiB`;
const plural = (count: number, one: string): string =>
  `${number.format(count)} ${count === 1 ? one : `${one}s`}`;

const fromStored = (stored: number, models: readonly string[]): string =>
  `${number.format(stored)} de etiquetas guardadas${models.map((model, i) => (i === 0 ? ` de ${model}` : `, ${model}`)).join('')}`;

export const spanish: Messages = {
  locale: 'es',
  usage: {
    unknownCommand: (name) => `orden desconocida: «${name}»`,
    wrongOption: (option) => `opción desconocida o sin valor: ${option}`,
    noPaths: 'indique al menos un informe o una carpeta, o use --stdin',
    noSuchPath: (path) => `no existe el archivo o la carpeta: ${path}`,
    notPositiveInteger: (option, value) => `${option} admite un entero de 1 o más, no «${value}»`,
    notASize: (value) => `--max-size admite bytes o un número con K, M o G, no «${value}»`,
    notOneOf: (option, value, allowed) => `${option} admite ${allowed.join(', ')}, no «${value}»`,
    stdinAlone: '--stdin lee líneas JSON y escribe líneas JSON: no admite PATH, --out ni --format csv',
    serveNeedsStdio: 'serve solo habla por la entrada y salida estándar: use «glosa serve --stdio»',
    outIsAFolder: (path) => `--out nombra una carpeta: ${path}`,
    evalNeeds:
      'eval necesita qué puntuar y una carpeta: glosa eval cantemist|codiesp DIR, glosa eval entities|labels|exam DIR [--dev]; --submission, --train y --valid son de codiesp',
    exportNeeds: 'export necesita --to FORMATO, --out OUT y al menos un informe o una carpeta',
    importNeeds: 'import necesita --from brat|codiesp|jsonl, una ruta PATH y --out FILE',
    learnNeeds: 'learn necesita un CSV o una carpeta DIR y --out PACK, o --reviews CARPETA y --out PACK',
    notALearnedList: (path, problem) => `no es una lista aprendida: ${path} (${spanishReason(problem)})`,
    otherModel: (path, learntWith, model) =>
      `${path} se aprendió con el modelo ${learntWith}, no con ${model}: apréndala de nuevo con este`,
    diffNeeds: 'diff necesita dos archivos de etiquetas: glosa diff ANTES.jsonl DESPUÉS.jsonl [--json]',
    noRecords: (path) => `no hay registros de etiquetas en ${path}`,
    mapNeeds:
      'map escribe en --out ARCHIVO.csv o ARCHIVO.json; --seed es un número entero y --perplexity va de 5 a 100',
    verifyNeeds: 'verify admite como mucho una carpeta: glosa verify [DIR]',
    notForCantemist: (option) =>
      `${option} es para exportar registros de etiquetas, no para envíos de CANTEMIST`,
    notAnImportFolder: (path, wanted) => `no hay ${wanted} en ${path}`,
    notAFolder: (path) => `no es una carpeta: ${path}`,
    noPairs: (folder) => `no hay ningún .ann con su .txt en ${folder}`,
    noGold: (folder, what) =>
      what === 'entities'
        ? `no hay ningún .ann con su .txt en ${folder}`
        : `no hay ningún labels.tsv o .jsonl con ${what === 'labels' ? 'etiquetas' : 'códigos de exploración'} en ${folder}`,
    outHoldsReports: (path) => `--out no puede ser un informe ni una carpeta que los contenga: ${path}`,
    unexpected: (argument) => `no se admite el argumento «${argument}»`,
    seeHelp: (command) => `Véase «glosa ${command === null ? '' : `${command} `}--help».`,
  },
  failure: {
    binary: 'no es texto: tiene bytes NUL o casi todo son caracteres de control',
    notAFile: 'no es un archivo normal',
    tooLarge: (bytes, max) => `no analizado: ${size(bytes)} supera el límite de ${size(max)} (--max-size)`,
    unreadable: (code) => (code === 'ENOENT' ? 'ya no está' : `no se puede leer (${code})`),
    engineFailed: 'el modelo falló dos veces con él',
    samePath:
      'otra carpeta etiquetada tiene un informe con esta ruta; etiquete cada carpeta en su propio archivo',
    sameCase: 'otro informe exportado tiene este nombre de archivo; es lo que distingue los casos',
    sameName: 'otro informe exportado tiene esta ruta; exporte cada carpeta a un lugar propio',
    caseName: 'el nombre del archivo tiene un tabulador o un salto de línea, que el formato no admite',
    reviews: 'las decisiones no cuentan desde su primera línea incorrecta',
    noText: 'no tiene su .txt al lado',
  },
  annProblem: {
    fields: 'línea omitida: no son tres campos separados por tabuladores',
    span: 'línea omitida: no es un único fragmento contiguo',
    range: 'línea omitida: sus posiciones están vacías o fuera del texto',
    text: 'el texto en estas posiciones es otro; cuentan las posiciones',
    note: 'línea omitida: sin código, o de una mención que no existe',
    repeated: 'línea omitida: ya estaba dada',
  },
  importProblem: {
    fields: 'línea omitida: no son los campos de su clase',
    span: 'línea omitida: no es un tipo con principio y fin',
    range: 'línea omitida: sus posiciones están vacías, en desorden o fuera del texto',
    text: 'el texto en estas posiciones es otro; cuentan las posiciones',
    target: 'línea omitida: habla de una anotación que no existe',
    repeated: 'línea omitida: ya estaba dada',
    unsupported: 'línea omitida: un evento, o de clase desconocida',
    noText: 'omitido: el caso no tiene texto',
    record: 'línea omitida: no es un registro de etiquetas de esta versión',
  },
  goldProblem: {
    fields: 'línea omitida: sin id, o sus campos no son los de la cabecera',
    label: 'etiqueta omitida: no es conocida, o no dice ni yes ni no',
  },
  reason: spanishReason,
  noModel: (reason) => `no hay un modelo utilizable: ${spanishReason(reason)}`,
  noCodeHead: 'el paquete del modelo no asigna códigos',
  noReaderHead: 'el paquete del modelo no lee entidades, etiquetas ni códigos de exploración',
  engineLost: (reason) =>
    `el modelo dejó de funcionar: ${spanishReason(reason)}. Lo leído está escrito; repita la orden para continuar.`,
  cannotWrite: (path, code) =>
    code === 'ENOSPC'
      ? `no se puede escribir ${path}: el disco está lleno. Las etiquetas escritas antes están enteras; libere espacio y repita la orden.`
      : code === 'EACCES' || code === 'EROFS' || code === 'EPERM'
        ? `no se puede escribir ${path}: sin permiso (${code}). Use --out para escribir en otro lugar.`
        : code === 'ENOENT'
          ? `no se puede escribir ${path}: su carpeta no existe`
          : `no se puede escribir ${path} (${code})`,
  notALabelFile: (path) => `${path} existe y no es un archivo de etiquetas de este formato; no se ha tocado`,
  lockHeld: (lockPath, pid, host, since) =>
    pid === null
      ? `otra ejecución está empezando a escribir aquí (${lockPath})`
      : `el proceso ${pid} de ${host} escribe aquí desde ${since}. Si ya no existe, borre ${lockPath}`,
  noReports: (folder, extensions) => `no hay informes en ${folder} (se buscan ${extensions.join(' ')})`,
  failed: (path, reason) => `${path}: ${reason}`,
  interrupted: 'interrumpido; lo leído está escrito, repita la orden para continuar',
  warningNotCompacted: (path, code) =>
    `quedan registros sustituidos en ${path} (${code}); cuenta el último de cada ruta`,
  progress: (done, total, perSecond, minutesLeft) =>
    `${number.format(done)}${total === null ? '' : ` de ${number.format(total)}`} ${(total ?? done) === 1 ? 'informe' : 'informes'}, ${decimal.format(perSecond)}/s` +
    (minutesLeft === null
      ? ''
      : minutesLeft < 1
        ? ', falta menos de un minuto'
        : `, faltan ${number.format(Math.ceil(minutesLeft))} min`),
  summary: {
    counts: (labelled, unchanged, failed) =>
      `${plural(labelled, 'informe')} ${labelled === 1 ? 'etiquetado' : 'etiquetados'}, ${number.format(unchanged)} sin cambios, ${number.format(failed)} con error`,
    rate: (seconds, perSecond) => `${decimal.format(seconds)} s, ${decimal.format(perSecond)} informes/s`,
    written: (path) => `Etiquetas: ${path}`,
    model: (name, version, device) => `Modelo: ${name} ${version} en ${device}`,
    empty: (count) => `${plural(count, 'informe')} sin ninguna oración`,
    encoding: (count, encoding) =>
      `${plural(count, 'archivo')} leído${count === 1 ? '' : 's'} como ${encoding}`,
    topCodes: 'Códigos sugeridos en más informes:',
  },
  evaluation: spanishEvaluation,
  exported: (written, failed, leftOut, path) =>
    `${plural(written, 'informe')} ${written === 1 ? 'exportado' : 'exportados'}, ${number.format(failed)} con error\n` +
    (leftOut === 0
      ? ''
      : `${number.format(leftOut)} ${leftOut === 1 ? 'mención omitida' : 'menciones omitidas'}: contienen un salto de línea o un tabulador\n`) +
    `Envío: ${path}\n`,
  exportedRecords: (written, stored, models, failed, path) =>
    `${plural(written, 'informe')} ${written === 1 ? 'exportado' : 'exportados'} (${fromStored(stored, models)}), ${number.format(failed)} con error\n` +
    `Exportación: ${path}\n`,
  losses: {
    preview: (format, reports, stored, models, failed) =>
      `${plural(reports, 'informe')} se ${reports === 1 ? 'exportaría' : 'exportarían'} a ${format} (${fromStored(stored, models)}), ${number.format(failed)} con error\n`,
    decided: (accepted, dismissed, becomes) =>
      `Decidido por personas: aceptados ${number.format(accepted)}, descartados ${number.format(dismissed)} (${becomes === 'leftOut' ? 'omitidos' : 'marcados como descartados y no afirmados'})\n`,
    head: (format) => `En ${format} no caben:\n`,
    none: (format) => `En ${format} cabe todo\n`,
    kind: {
      labels: 'etiquetas del informe',
      codes: 'códigos',
      evidence: 'frases que apoyan códigos',
      entities: 'entidades',
      relations: 'relaciones',
      assertion: 'aserciones',
      experiencer: 'hallazgos marcados como pasados o de un familiar',
      trend: 'tendencias',
      subtype: 'subtipos anatómicos',
      side: 'lados',
      snomed: 'identificadores de SNOMED CT',
      scores: 'puntuaciones',
      fragments: 'entidades en varios trozos',
      quality: 'comprobaciones de calidad',
      assessments: 'categorías de escalas',
      notAnalysed: 'motivos por los que algo no se leyó',
      wordEnds: 'entidades que acaban dentro de una palabra: llevadas a su final',
      notAccepted: 'códigos que nadie ha aceptado: omitidos',
      otherSystems: 'códigos de otros sistemas de codificación: omitidos',
      denied: 'hallazgos que el informe niega: omitidos',
      past: 'hallazgos del pasado o de un familiar: omitidos',
      cut: 'frases más largas que una columna: cortadas',
    },
  },
  learnt: (path) => `Lista: ${path}\n`,
  imported: (records, problems, path) =>
    `${plural(records, 'registro')} ${records === 1 ? 'importado' : 'importados'}, ${plural(problems, 'problema')} ${problems === 1 ? 'señalado' : 'señalados'}\nEtiquetas: ${path}\n`,
  diff: {
    file: (path, reports, models) => `${path}: ${plural(reports, 'informe')}, ${models.join(', ')}`,
    counts: (compared, changed, onlyBefore, onlyAfter) =>
      `${plural(compared, 'informe')} comparados, ${number.format(changed)} con otro texto, ${number.format(onlyBefore)} solo en el primer archivo, ${number.format(onlyAfter)} solo en el segundo`,
    on: 'sí',
    off: 'no',
    before: 'antes',
    after: 'después',
    shift: 'cambio',
    size: '|cambio|',
    reports: 'Informes que los modelos leen de otro modo, lo peor primero:',
    same: 'Ningún informe se lee de otro modo.',
    changedReports: 'Informes cuyo texto ha cambiado:',
    more: (count) => `  y ${number.format(count)} más (--json)`,
  },
  map: {
    made: (reports, missing, cached, path) =>
      [
        `${reports} informes en el mapa${path === '-' ? '' : `: ${path}`}`,
        ...(cached ? ['trazado antes con los mismos vectores'] : []),
        ...(missing === 0 ? [] : [`sin vector (etiquete de nuevo su carpeta): ${missing}`]),
      ].join('; '),
    step: (phase, part) =>
      `${phase === 'neighbours' ? 'buscando informes parecidos' : 'trazando el mapa'}: ${Math.round(100 * part)} %`,
    none: {
      noLabels: 'no hay ningún informe etiquetado en el archivo',
      noVectors:
        'no hay vectores de informes (vectors.bin) junto a las etiquetas: etiquete de nuevo la carpeta',
      otherModel:
        'los vectores de informes son de otro modelo que las etiquetas: etiquete de nuevo la carpeta',
      tooFew: 'un mapa necesita al menos cinco informes',
    },
  },
  verify: {
    counts: (path, lines, reports, reviewers) =>
      `${path}: ${plural(lines, 'línea')}, ${plural(reports, 'informe')}, ${number.format(reviewers)} ${reviewers === 1 ? 'revisor' : 'revisores'}`,
    whole: 'La cadena está íntegra.',
    none: 'Aquí no se ha escrito ninguna decisión.',
    broken: (line, fault) =>
      `La cadena se rompe en la línea ${line}: ${fault}. Las anteriores están íntegras; desde ahí no cuenta ninguna y no se añade ninguna.`,
    fault: {
      notALine: 'no es una línea de revisiones de esta versión',
      sequence: 'su número no sigue al anterior',
      previous: 'no continúa la línea anterior',
      hash: 'se cambió después de escribirse',
    },
    torn: 'La última línea quedó cortada mientras se escribía; se quitará al añadir la próxima decisión.',
    onePerson: 'La concordancia necesita decisiones de dos revisores.',
    pair: (first, second) => `Concordancia de ${first} y ${second}`,
    observed: 'acuerdo',
    codes: 'códigos',
    spans: (first, second, matched, f1) =>
      `Fragmentos aceptados: ${number.format(first)} y ${number.format(second)}, ${number.format(matched)} se ${matched === 1 ? 'solapa' : 'solapan'}, F1 ${f1}`,
  },
  doctor: {
    model: 'Modelo',
    providers: 'Proveedores',
    runtime: 'Lee con',
    selfTest: 'Autocomprobación',
    usable: 'Glosa puede leer informes en este equipo.',
    notUsable: (reason) => `Glosa no puede leer informes en este equipo: ${spanishReason(reason)}`,
    ok: 'funciona',
    no: 'no',
    noCode: 'ningún código',
    found: 'presentes',
  },
  help: {
    main: `glosa: lee informes de radiología y oncología en este equipo y sugiere códigos con su evidencia

Uso
  glosa label PATH… [opciones]  etiqueta informes y carpetas de informes
  glosa eval cantemist DIR      puntuación sobre una carpeta en el formato oficial de CANTEMIST
  glosa eval codiesp DIR        puntuación sobre una carpeta en el formato oficial de CodiEsp, o de un envío
  glosa eval entities|labels|exam DIR   puntuaciones sobre informes anotados
  glosa export --to FORMATO …   lo leído como brat, FHIR, CSV y otros, o envíos de CANTEMIST
  glosa import --from FORMATO … anotaciones de otras herramientas como etiquetas
  glosa learn CSV|DIR --out …   códigos propios de un centro, de informes que los tienen
  glosa diff ANTES DESPUÉS      en qué difieren dos archivos de etiquetas
  glosa map --out ARCHIVO       informes etiquetados en un plano, cerca los parecidos
  glosa verify [DIR]            si la cadena de revisiones está íntegra; concordancia de revisores
  glosa serve --stdio           servidor de lenguaje para un editor
  glosa doctor [--json]         versiones, modelo, proveedores, autocomprobación
  glosa help ORDEN              opciones de una orden
  glosa --version

Códigos de salida
  0 hecho · 1 hecho, algunos informes fallaron · 2 uso incorrecto · 3 sin modelo utilizable
  4 no se puede escribir · 70 error interno · 130 interrumpido · 141 salida cerrada · 143 terminado
`,
    label: `glosa label PATH… [opciones]
glosa label --stdin [opciones]

Lee todo .txt .md .rad .informe .report bajo cada carpeta, y cada archivo nombrado. Se omiten los archivos
y carpetas ocultos y node_modules. Las etiquetas de una carpeta van a .glosa/labels.jsonl dentro de ella, y
los informes que no han cambiado no se vuelven a leer; las de un solo archivo se imprimen.

  --out FILE            escribe aquí; un archivo existente se continúa; - imprime líneas JSON
  --format jsonl|csv    jsonl lo tiene todo; csv una fila por informe         (jsonl)
  --jobs N              procesos del modelo                      (uno por procesador)
  --device auto|cpu|webgpu|cuda                                               (auto)
  --model DIR           paquete del modelo                      (el que se entrega)
  --max-size TAMAÑO     no se leen archivos mayores; bytes, o con K, M, G       (4M)
  --cuda-path DIR       carpeta de las bibliotecas del proveedor CUDA
  --learned PACK        sugiere también los códigos de una lista aprendida (glosa learn); se puede repetir
  --no-evidence-text    sin palabras de los informes en las etiquetas: solo el lugar de la evidencia
  --stdin               lee líneas JSON {"id"?, "path"?, "text"} e imprime un registro por línea, en orden
`,
    eval: `glosa eval cantemist DIR [--json] [opciones]
glosa eval codiesp DIR [--submission PATH] [--train DIR] [--valid ARCHIVO]… [--json] [opciones]
glosa eval entities|labels|exam DIR [--json] [--dev] [opciones]

cantemist: lee cada .txt con su .ann al lado (brat: MORFOLOGIA_NEOPLASIA, código en AnnotatorNotes) bajo DIR e
imprime las puntuaciones oficiales: MAP de la lista completa con y sin 8000/6, precisión, exhaustividad y F1
micro exactas de las menciones (NER) y de las menciones con código (NORM), de los códigos en el umbral, y el
error de calibración de los códigos del informe.
codiesp: las tablas *D.tsv, *P.tsv y *X.tsv y los textos de CodiEsp en DIR; MAP, MAP@30 y puntuaciones micro de
los procedimientos de la sección B que Glosa propone (P) y de sus frases (X). Los diagnósticos (D) solo los
propone una persona: puntúe una exportación con --submission.
entities: cada .txt con su .ann en el esquema de Glosa; puntuaciones exactas y por solapamiento, las de SpRadIE,
atributos y relaciones.
labels, exam: los informes de cada labels.tsv (id, labels, exam) y .jsonl (id, text, labels, exam) bajo DIR;
AUC, sensibilidad y especificidad de cada etiqueta; exactitud y puntuaciones macro del código de exploración.
Cada carpeta de DIR se puntúa por separado; solo hay una puntuación de todo si su origen es uno.

  --json                un objeto, números sin redondear
  --dev                 solo los documentos que el entrenamiento de Glosa deja fuera
  --submission PATH     puntúa esta tabla o carpeta de tablas en vez de leer; no se arranca ningún modelo
  --train DIR           puntúa además solo los códigos que tienen estas tablas
  --valid ARCHIVO       códigos que cuentan como predicción, primera columna; se puede repetir (todos)
  --jobs N              procesos del modelo                      (uno por procesador)
  --device auto|cpu|webgpu|cuda                                               (auto)
  --model DIR           paquete del modelo                      (el que se entrega)
  --cuda-path DIR       carpeta de las bibliotecas del proveedor CUDA
`,
    learn: `glosa learn CSV|DIR --out PACK [--reviews CARPETA] [opciones]
glosa learn --reviews CARPETA --out PACK [opciones]

Aprende los códigos de la lista propia de un centro a partir de informes que los tienen, y muestra medidas de
validación cruzada. CSV: una tabla (coma, punto y coma o tabulador) con las columnas text,code o path,code, rutas
desde la carpeta de la tabla, y quizá description. DIR: una carpeta con una tabla así, o con una subcarpeta de
informes por código. Los códigos de menos de tres informes se nombran y no se aprenden. PACK se da a
label --learned, o se pone en .glosa/learned de una carpeta de trabajo. Con --reviews se aprende también de los
códigos que se aceptaron y rechazaron en CARPETA/.glosa/reviews.jsonl: los de la lista, y los de exploración que la
tabla tiene. Sin CSV ni DIR se aprende solo de ellos.

  --out PACK            archivo que se escribe
  --reviews CARPETA     carpeta que contiene .glosa con las decisiones
  --name NOMBRE         nombre de la lista, que llevan sus códigos  (PACK sin su extensión)
  --json                un objeto, números sin redondear
  --jobs N              procesos del modelo                      (uno por procesador)
  --device auto|cpu|webgpu|cuda                                               (auto)
  --model DIR           paquete del modelo                      (el que se entrega)
  --max-size TAMAÑO     no se leen archivos mayores; bytes, o con K, M, G       (4M)
  --cuda-path DIR       carpeta de las bibliotecas del proveedor CUDA
`,
    import: `glosa import --from brat|codiesp|jsonl PATH --out FILE [opciones]

Escribe anotaciones como registros de etiquetas (docs/label-record.md), cada una con probabilidad 1.
brat: todo .ann bajo PATH que tiene un .txt al lado. codiesp: las tablas *D.tsv, *P.tsv y *X.tsv de PATH, con los
textos en *.txt, text_files/*.txt o texts.jsonl.gz. jsonl: un archivo de registros, comprobados línea a línea.

  --out FILE            archivo de etiquetas; a uno existente se le añade, cuenta el último registro de cada ruta
  --max-size TAMAÑO     no se leen archivos mayores; bytes, o con K, M, G       (4M)
`,
    export: `glosa export --to FORMATO PATH… --out OUT [opciones]
glosa export --to FORMATO PATH… --preview

Lee informes como label, o toma sus etiquetas de .glosa/labels.jsonl donde el texto sigue siendo el mismo.
brat, conll, fhir: OUT es una carpeta que recibe los archivos de cada informe. csv, jsonl, parquet, bioc: OUT es
un archivo, o una carpeta que lo recibe. codiesp, omop: OUT es una carpeta que recibe las tablas.
cantemist-coding, cantemist-norm, cantemist-ner: un envío; un caso es el nombre de un archivo sin su extensión.
cantemist-coding: un archivo de filas caso<TAB>código, la lista completa; OUT nombra el archivo, o una carpeta
(una que existe, o termina en /) que recibe cantemist-coding.tsv. cantemist-norm y cantemist-ner: OUT es una
carpeta que recibe un .ann por informe.

  --preview             dice qué no cabe en el formato, sin escribir nada
  --fresh               vuelve a leer todos los informes, con etiquetas guardadas o sin ellas
  --jobs N              procesos del modelo                      (uno por procesador)
  --device auto|cpu|webgpu|cuda                                               (auto)
  --model DIR           paquete del modelo                      (el que se entrega)
  --max-size TAMAÑO     no se leen archivos mayores; bytes, o con K, M, G       (4M)
  --cuda-path DIR       carpeta de las bibliotecas del proveedor CUDA
`,
    diff: `glosa diff ANTES.jsonl DESPUÉS.jsonl [--json]

En qué difieren dos archivos de etiquetas sobre los mismos informes: qué etiquetas y códigos pasan a afirmarse
o dejan de afirmarse, cuánto cambian las probabilidades y en qué informes, lo peor primero. Los informes cuyo
texto ha cambiado van aparte. Cuando otro modelo vuelve a etiquetar una carpeta, las etiquetas anteriores se
guardan en .glosa/labels.XXXXXXXX.jsonl, por el sha256 de su modelo.

  --json                un objeto, números sin redondear
`,
    map: `glosa map [--labels ARCHIVO] --out ARCHIVO.csv|ARCHIVO.json|- [--seed N] [--perplexity N]

Dispone los informes etiquetados en un plano (t-SNE), cerca unos de otros los que el modelo encuentra parecidos. Los
vectores están junto a las etiquetas (vectors.bin), donde los deja glosa label. Una fila por informe: path, x e y de
-1 a 1, labels, codes, exam, language. Con los mismos vectores, semilla y perplejidad, el mapa es el mismo.

  --labels ARCHIVO      archivo de etiquetas             (.glosa/labels.jsonl)
  --out ARCHIVO         .csv, .json, o - para CSV por la salida estándar
  --seed N              otra semilla, otro mapa                            (1)
  --perplexity N        vecinos por los que se sitúa un informe, de 5 a 100 (30)
`,
    verify: `glosa verify [DIR] [--agreement] [--json]

Comprueba DIR/.glosa/reviews.jsonl (docs/reviews.md) línea a línea; DIR es la carpeta actual si no se indica. No escribe
nada. Código de salida 1 si la cadena está rota, 0 si está íntegra o no hay revisiones.

  --agreement           kappa de Cohen de cada etiqueta y de los códigos, y F1 por solapamiento de los fragmentos
                        aceptados, de cada dos revisores
  --json                un objeto, con números sin redondear
`,
    serve: `glosa serve --stdio

Ejecuta el servidor de lenguaje por la entrada y salida estándar, para cualquier editor que hable LSP.
`,
    doctor: `glosa doctor [--json] [--model DIR] [--device auto|cpu|webgpu|cuda] [--cuda-path DIR]

Muestra versiones, capacidades del procesador, si el paquete del modelo está entero, qué proveedores lo
ejecutan y por qué otros no, y lee dos oraciones incorporadas. Código de salida 3 si no hay modelo utilizable.
`,
  },
};
