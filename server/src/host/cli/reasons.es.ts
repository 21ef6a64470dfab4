/** Spanish of the reasons that the engine gives in English. What none of the patterns knows stays as it is. */

/** Pattern of a whole reason, and its Spanish; `$1` … are names, numbers and paths. `$[1]` is a reason itself. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^(\w+) is not used: (.+)$/s, '$1 no se usa: $[2]'],
  [/^(.+); it happened (\d+) times in a row$/s, '$[1]; ocurrió $2 veces seguidas'],
  [/^(.+); it happened (\d+) times within a minute$/s, '$[1]; ocurrió $2 veces en un minuto'],
  [/^the reader process could not run: (.+)$/s, 'el proceso lector no pudo ejecutarse: $1'],
  [
    /^the reader process ended unexpectedly \(exit code (.+)\)$/,
    'el proceso lector terminó sin más (código de salida $1)',
  ],
  [/^the reader process ended unexpectedly \((.+)\)$/, 'el proceso lector terminó sin más ($1)'],
  [/^the reader process has ended$/, 'el proceso lector ha terminado'],
  [/^the reader process did not answer within (\d+) ms$/, 'el proceso lector no respondió en $1 ms'],
  [/^the model took too long to load$/, 'el modelo tardó demasiado en cargarse'],
  [/^a message from the reader process is not valid$/, 'un mensaje del proceso lector no es válido'],
  [/^a run failed: (.+)$/s, 'falló una lectura: $1'],
  [/^the engine was stopped$/, 'el motor se detuvo'],
  [/^no model$/, 'no hay modelo'],
  [/^unknown error$/, 'error desconocido'],
  [/^not JSON$/, 'no es JSON'],
  [/^(.*): not whole numbers$/, '$1: no son números enteros'],
  [/^(.*): not finite numbers$/, '$1: no son números finitos'],
  [
    /^weights: the numbers do not fit the codes and words$/,
    'weights: los números no corresponden a los códigos y palabras',
  ],
  [/^unavailable$/, 'no disponible'],
  [/^not probed$/, 'no se ha probado'],
  [/^no GPU found$/, 'no se encuentra ninguna GPU'],
  [/^not available on (.+)$/, 'no existe para $1'],
  [
    /^the CUDA provider is not installed; docs\/gpu\.md says how to add it$/,
    'el proveedor CUDA no está instalado; docs/gpu.md dice cómo añadirlo',
  ],
  [
    /^glosa\.engine\.cudaPath may not hold spaces, colons or semicolons: .+$/,
    'glosa.engine.cudaPath no admite espacios, dos puntos ni puntos y coma',
  ],
  [
    /^the folder of glosa\.engine\.cudaPath lacks (.+); docs\/gpu\.md says what belongs there$/,
    'en la carpeta de glosa.engine.cudaPath falta $1; docs/gpu.md dice qué debe haber',
  ],
  [
    /^its results differ from the CPU's \(cosine (\S+), largest difference (\S+)\)$/,
    'sus resultados difieren de los de la CPU (coseno $1, mayor diferencia $2)',
  ],
  [
    /^slower than the CPU \(batch (\S+) ms against (\S+), sentence (\S+) ms against (\S+)\)$/,
    'más lento que la CPU (lote $1 ms frente a $2, oración $3 ms frente a $4)',
  ],
  [/^the probe did not end within (\d+) ms$/, 'la prueba no acabó en $1 ms'],
  [/^the probe was stopped$/, 'la prueba se detuvo'],
  [/^the probe sent an invalid message$/, 'la prueba envió un mensaje no válido'],
  [/^the probe could not run: (.+)$/s, 'la prueba no pudo ejecutarse: $1'],
  [/^the probe crashed \(exit code (.+)\)$/, 'la prueba falló (código de salida $1)'],
  [/^the probe crashed \((.+)\)$/, 'la prueba falló ($1)'],
  [/^The model pack's folder does not exist: (.+)$/s, 'la carpeta del paquete del modelo no existe: $1'],
  [/^The folder (.+) has no readable manifest\.json\.$/s, 'la carpeta $1 no tiene un manifest.json legible'],
  [/^manifest\.json is not valid JSON\.$/, 'manifest.json no es JSON válido'],
  [/^manifest\.json: field (.+?): (.+)\.$/s, 'manifest.json: campo $1: no es válido ($2)'],
  [
    /^manifest\.json has schema version (.+); this version of Glosa reads (.+)\.$/,
    'manifest.json tiene la versión de esquema $1; esta versión de Glosa lee la $2',
  ],
  [
    /^manifest\.json names the file (.+), which may lie outside the pack's folder; .+$/s,
    'manifest.json nombra el archivo $1, que puede estar fuera de la carpeta del paquete',
  ],
  [
    /^(.+) is a link to a place outside the model pack's folder\.$/s,
    '$1 es un enlace a un lugar fuera de la carpeta del paquete del modelo',
  ],
  [
    /^manifest\.json uses (.+) but "files" has no sha256 for it\.$/s,
    'manifest.json usa $1, pero «files» no tiene su sha256',
  ],
  [/^The pack's manifest\.json does not list (.+)\.$/s, 'el manifest.json del paquete no nombra $1'],
  [
    /^The model pack lacks (.+) \((\d+) bytes expected\)\.$/s,
    'al paquete del modelo le falta $1 (se esperaban $2 bytes)',
  ],
  [
    /^(.+) in the model pack is not a regular file\.$/s,
    '$1, del paquete del modelo, no es un archivo normal',
  ],
  [
    /^(.+) in the model pack cannot be read \((.+)\)\.$/s,
    '$1, del paquete del modelo, no se puede leer ($2)',
  ],
  [
    /^(.+) is truncated: (\d+) bytes found, (\d+) expected\.$/s,
    '$1 está cortado: tiene $2 bytes y se esperaban $3',
  ],
  [
    /^(.+) is too long: (\d+) bytes found, (\d+) expected\.$/s,
    '$1 es demasiado largo: tiene $2 bytes y se esperaban $3',
  ],
  [
    /^(.+) was altered: its sha256 is (\S+), manifest\.json says (\S+)\.$/s,
    '$1 fue alterado: su sha256 es $2, manifest.json dice $3',
  ],
  [/^(.+) is not valid JSON\.$/s, '$1 no es JSON válido'],
  [/^(.+) is not a gzip file\.$/s, '$1 no es un archivo gzip'],
  [
    /^(.+), line (\d+): no code and tab at its start\.$/s,
    '$1, línea $2: no empieza por un código y un tabulador',
  ],
  [/^(.+) is not a WordPiece tokenizer \((.+)\)\.$/s, '$1 no es un tokenizador WordPiece ($2)'],
  [
    /^(.+) gives (\S+) the id (\S+); manifest\.json says (\S+) is (\S+)\.$/s,
    '$1 da a $2 el número $3; manifest.json dice que $4 es $5',
  ],
  [/^(.+) cannot be loaded as an ONNX graph: (.+)$/s, '$1 no se puede cargar como grafo ONNX: $2'],
  [
    /^(.+) has the inputs (.+); manifest\.json says (.+)\.$/s,
    '$1 tiene las entradas $2; manifest.json dice $3',
  ],
  [/^(.+) has no output (.+); its outputs are (.+)\.$/s, '$1 no tiene la salida $2; sus salidas son $3'],
  [/^(.+): output (\S+) is .+$/s, '$1: la salida $2 no es como dice manifest.json'],
];

/** A reason of the engine in Spanish. */
export function spanishReason(english: string): string {
  for (const [pattern, spanish] of reasons) {
    const parts = pattern.exec(english);
    if (parts === null) continue;
    return spanish.replace(/\$\[(\d)\]|\$(\d)/gu, (_, inner?: string, plain?: string) =>
      inner === undefined ? (parts[Number(plain)] ?? '') : spanishReason(parts[Number(inner)] ?? ''),
    );
  }
  return english;
}
