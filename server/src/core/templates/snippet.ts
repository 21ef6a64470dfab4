/**
 * Templates of a site as snippets. `{{field}}` is a place to fill in, the same name the same text; `[one|other]` a
 * choice. All else is the report's text as it stands.
 */

/** A place to fill in, or a choice of at least two texts on one line. */
const places = /\{\{([^{}\r\n]{1,80})\}\}|\[([^[\]\r\n|]{1,200}(?:\|[^[\]\r\n|]{0,200})+)\]/gu;

/** Text as a snippet's literal. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/gu, '\\$&');
}

/** One text of a choice. */
function escapeChoice(text: string): string {
  return text.replace(/[\\,|]/gu, '\\$&');
}

/**
 * A template in the snippet syntax of the Language Server Protocol. A place that is left as it is stays visible as
 * `{{field}}`, which the check `unfilled-field` finds.
 */
export function toSnippet(template: string): string {
  const stops = new Map<string, number>();
  let next = 1;
  let last = 0;
  let snippet = '';
  for (const match of template.matchAll(places)) {
    const [whole, field, choices = ''] = match;
    const texts = choices
      .split('|')
      .map((text) => escapeChoice(text.trim()))
      .filter(Boolean);
    if (field === undefined && texts.length < 2) continue;
    snippet += escapeSnippet(template.slice(last, match.index));
    last = match.index + whole.length;
    if (field === undefined) {
      snippet += `\${${next++}|${texts.join(',')}|}`;
      continue;
    }
    const name = field.trim();
    const known = stops.get(name);
    if (known === undefined) {
      stops.set(name, next);
      snippet += `\${${next++}:${escapeSnippet(`{{${name}}}`)}}`;
    } else snippet += `$${known}`;
  }
  return snippet + escapeSnippet(template.slice(last)) + (next > 1 ? '$0' : '');
}
