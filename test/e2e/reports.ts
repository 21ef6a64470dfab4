/** Short made-up reports of the tests in VS Code; no patient stands behind them. */

/** Word that the model reads as ICD-O-3 8140/3. */
export const evidence = 'adenocarcinoma';

/** A Spanish oncology report with a codes section that is still empty. */
export const spanishReport = `INFORME DE ONCOLOGÍA MÉDICA

Motivo de consulta:
Mujer de 62 años, exfumadora, remitida para valoración.

Anatomía patológica:
La biopsia bronquial muestra un adenocarcinoma.

Impresión diagnóstica:
Adenocarcinoma de pulmón derecho, estadio IV.

CÓDIGOS:
`;

/** A report with nothing to code. */
export const plainReport = `Exploración:
Buen estado general. Auscultación cardiopulmonar normal. Abdomen blando, no doloroso.
`;

/** An ICD-O-3 morphology code, with its grade where it has one. */
export const morphologyCode = /\b\d{4}\/\d{1,2}\b/;

/** Line and column, both from 1, of the middle of a word's first occurrence. */
export function placeOf(text: string, word: string): { line: number; column: number } {
  const before = text.slice(0, text.indexOf(word)).split('\n');
  const column = (before.at(-1) ?? '').length + Math.ceil(word.length / 2);
  return { line: before.length, column };
}
