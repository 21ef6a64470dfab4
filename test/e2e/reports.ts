/** Short made-up reports of the tests in VS Code; no patient stands behind them. */

/** Sentence that the model reads as adenocarcinoma (ICD-O-3 8140/3). */
export const evidence = 'adenocarcinoma';

/** A Spanish oncology report with a codes section that is still empty. */
export const spanishReport = `INFORME DE ONCOLOGÍA MÉDICA

Motivo de consulta:
Mujer de 62 años remitida por un nódulo pulmonar en el lóbulo superior derecho.

Anatomía patológica:
La biopsia muestra un adenocarcinoma moderadamente diferenciado.

Impresión diagnóstica:
Adenocarcinoma de pulmón derecho, estadio IV.

CÓDIGOS:
`;

/** A report with nothing to code. */
export const plainReport = `Exploración:
Buen estado general. Auscultación cardiopulmonar normal. Abdomen blando, no doloroso.
`;

/** A line of one ICD-O-3 morphology code. */
export const morphologyCode = /\b\d{4}\/\d\b/;
