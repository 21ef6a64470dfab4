/**
 * Texts with values in them. `{0}` is the first value; `{0|report|reports}` is the word that agrees with it: the first
 * where it is 1, as English and Spanish both have it.
 */
export function filled(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(
    /\{(\d+)(?:\|([^{|}]*)\|([^{|}]*))?\}/gu,
    (_, place: string, one: string | undefined, many: string | undefined) => {
      const value = String(values[Number(place)] ?? '');
      if (one === undefined || many === undefined) return value;
      return value === '1' ? one : many;
    },
  );
}
