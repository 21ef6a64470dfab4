import type { Messages } from './messages.js';

const number = new Intl.NumberFormat('es-ES');
const decimal = new Intl.NumberFormat('es-ES', { maximumFractionDigits: 1 });
const size = (bytes: number): string => `${decimal.format(bytes / 1024 / 1024)} MiB`;
const plural = (count: number, one: string): string =>
  `${number.format(count)} ${count === 1 ? one : `${one}s`}`;

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
    evalNeeds: 'eval admite una carpeta en el formato oficial: glosa eval cantemist DIR',
    exportNeeds: 'export necesita --to FORMATO, --out OUT y al menos un informe o una carpeta',
    notAFolder: (path) => `no es una carpeta: ${path}`,
    noPairs: (folder) => `no hay ningún .ann con su .txt en ${folder}`,
    outHoldsReports: (path) => `--out no puede ser un informe ni una carpeta que los contenga: ${path}`,
    seeHelp: 'Véase «glosa --help».',
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
    caseName: 'el nombre del archivo tiene un tabulador o un salto de línea, que el formato no admite',
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
  noModel: (reason) => `no hay un modelo utilizable: ${reason}`,
  noCodeHead: 'el paquete del modelo no asigna códigos',
  engineLost: (reason) =>
    `el modelo dejó de funcionar: ${reason}. Lo leído está escrito; repita la orden para continuar.`,
  cannotWrite: (path, code) =>
    code === 'ENOSPC'
      ? `no se puede escribir ${path}: el disco está lleno. Lo escrito antes está entero; repita la orden para continuar.`
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
    `${number.format(done)}${total === null ? '' : ` de ${number.format(total)}`} informes, ${decimal.format(perSecond)}/s` +
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
  evaluation: {
    model: 'Modelo',
    documents: 'Documentos',
    goldMentions: 'Menciones de referencia',
    without: (code) => `MAP sin ${code}`,
    codes: (threshold) => `Códigos (≥ ${threshold})`,
    calibrationError: 'Error de calibración',
  },
  exported: (written, failed, leftOut, path) =>
    `${plural(written, 'informe')} ${written === 1 ? 'exportado' : 'exportados'}, ${number.format(failed)} con error\n` +
    (leftOut === 0
      ? ''
      : `${number.format(leftOut)} ${leftOut === 1 ? 'mención omitida' : 'menciones omitidas'}: contienen un salto de línea o un tabulador\n`) +
    `Envío: ${path}\n`,
  doctor: {
    model: 'Modelo',
    providers: 'Proveedores',
    selfTest: 'Autocomprobación',
    usable: 'Glosa puede leer informes en este equipo.',
    notUsable: (reason) => `Glosa no puede leer informes en este equipo: ${reason}`,
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
  glosa export --to FORMATO …   envíos en los formatos oficiales de CANTEMIST
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
  --stdin               lee líneas JSON {"id"?, "path"?, "text"} e imprime un registro por línea, en orden
`,
    eval: `glosa eval cantemist DIR [--json] [opciones]

Lee cada .txt que tiene un .ann (brat: MORFOLOGIA_NEOPLASIA, código en AnnotatorNotes) al lado, bajo DIR, y
muestra las puntuaciones oficiales: MAP de la lista completa con y sin 8000/6; precisión, exhaustividad y F1
micro exactas de las menciones (NER) y de las menciones con código (NORM); las de los códigos a partir del
umbral, y el error de calibración de los códigos del informe.

  --json                un objeto, números sin redondear
  --jobs N              procesos del modelo                      (uno por procesador)
  --device auto|cpu|webgpu|cuda                                               (auto)
  --model DIR           paquete del modelo                      (el que se entrega)
  --cuda-path DIR       carpeta de las bibliotecas del proveedor CUDA
`,
    export: `glosa export --to cantemist-coding|cantemist-norm|cantemist-ner PATH… --out OUT [opciones]

Lee informes como label y escribe un envío; un caso es el nombre de un archivo sin su extensión.
cantemist-coding: un archivo de filas caso<TAB>código, la lista completa; OUT nombra el archivo, o una carpeta
(una que existe, o termina en /) que recibe cantemist-coding.tsv. cantemist-norm y cantemist-ner: OUT es una
carpeta que recibe un .ann por informe.

  --jobs N              procesos del modelo                      (uno por procesador)
  --device auto|cpu|webgpu|cuda                                               (auto)
  --model DIR           paquete del modelo                      (el que se entrega)
  --max-size TAMAÑO     no se leen archivos mayores; bytes, o con K, M, G       (4M)
  --cuda-path DIR       carpeta de las bibliotecas del proveedor CUDA
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
