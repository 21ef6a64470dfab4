/** Where an arrow key leads among the controls of a section: rows of items, each with its buttons in a line. */

/** @param rows controls of each row; rows without one are passed over. */
export function neighbour(
  rows: readonly (readonly string[])[],
  from: string,
  key: string,
): string | undefined {
  const filled = rows.filter((row) => row.length > 0);
  const y = filled.findIndex((row) => row.includes(from));
  const row = filled[y];
  if (row === undefined) return undefined;
  const x = row.indexOf(from);
  switch (key) {
    case 'ArrowRight':
      return row[x + 1];
    case 'ArrowLeft':
      return row[x - 1];
    case 'ArrowDown':
      return below(filled[y + 1], x);
    case 'ArrowUp':
      return below(filled[y - 1], x);
    case 'Home':
      return filled[0]?.[0];
    case 'End':
      return filled.at(-1)?.[0];
    default:
      return undefined;
  }
}

/** The control of another row that stands under the present one, or its last. */
function below(row: readonly string[] | undefined, x: number): string | undefined {
  return row?.[Math.min(x, row.length - 1)];
}
