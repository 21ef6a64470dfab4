/** A hover card, from what a feature knows to Markdown or plain text. */

export interface Card {
  readonly title: string;
  /** What follows the title on its line. */
  readonly facts: readonly string[];
  /** Text, or what it is about and then the text. */
  readonly lines: readonly (readonly [string] | readonly [string, string])[];
}

/** Takes the meaning of Markdown's marks away from a report's own text. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+\-.!|~&]/gu, '\\$&');
}

export function asMarkdown({ title, facts, lines }: Card): string {
  const first = [`**${escapeMarkdown(title)}**`, ...facts.map(escapeMarkdown)].join(' · ');
  return [first, ...lines.map((line) => line.map(escapeMarkdown).join(': '))].join('  \n');
}

export function asPlaintext({ title, facts, lines }: Card): string {
  return [[title, ...facts].join(' · '), ...lines.map((line) => line.join(': '))].join('\n');
}
