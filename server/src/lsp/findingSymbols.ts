/** A report's findings as symbols, by the section that states them. */
import { SymbolKind } from 'vscode-languageserver/node';
import type { DocumentSymbol } from 'vscode-languageserver/node';
import type { Entity } from '../core/types.js';
import { rangeOf, textOf } from './analysed.js';
import type { Analysed } from './analysed.js';
import type { Messages } from './messages.js';
import { quote } from './quote.js';
import { anatomiesOf, placesOf, Relations, statusWords } from './relations.js';
import type { SectionNode } from './sectionTree.js';

export class FindingSymbols {
  /** By where their section starts. */
  readonly #bySection = new Map<number, DocumentSymbol[]>();

  constructor(analysed: Analysed, messages: Messages) {
    const { sections = [], sentences = [], entities = [] } = analysed.analysis ?? {};
    const relations = new Relations(analysed);
    for (const entity of entities) {
      if (entity.type !== 'Finding') continue;
      const section = sections[sentences[entity.sentence]?.section ?? -1]?.startUtf16 ?? 0;
      const symbols = this.#bySection.get(section) ?? [];
      symbols.push(symbolOf(analysed, entity, relations, messages));
      this.#bySection.set(section, symbols);
    }
  }

  under(node: SectionNode): DocumentSymbol[] {
    return startsOf(node).flatMap((start) => this.#bySection.get(start) ?? []);
  }

  /** Findings of sections that have no heading and so no symbol. */
  outside(headed: readonly SectionNode[]): DocumentSymbol[] {
    const starts = new Set(headed.flatMap((node) => [node, ...node.children]).flatMap(startsOf));
    return [...this.#bySection].flatMap(([start, symbols]) => (starts.has(start) ? [] : symbols));
  }
}

const startsOf = ({ section, continuedAt }: SectionNode): number[] => [section.startUtf16, ...continuedAt];

/** Name: the words of the report; detail: "absent · Lung, right". */
function symbolOf(
  analysed: Analysed,
  finding: Entity,
  relations: Relations,
  messages: Messages,
): DocumentSymbol {
  const range = rangeOf(analysed, finding);
  const places = placesOf(analysed, anatomiesOf(finding, relations), messages);
  return {
    name: quote(textOf(analysed, finding)) || messages.reader.entities.Finding,
    detail: [statusWords(finding, messages).join(', '), ...places].join(' · '),
    kind: SymbolKind.Event,
    range,
    selectionRange: range,
  };
}

export function inTextOrder(symbols: readonly DocumentSymbol[]): DocumentSymbol[] {
  return [...symbols].sort(
    ({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.character - b.character,
  );
}
