/**
 * The report's headed sections as a tree: organs stand under the section before them, and so does the text after
 * them that goes on with that section.
 */
import type { Section, Span } from '../core/types.js';
import type { Analysed } from './analysed.js';

export interface SectionNode extends Span {
  readonly section: Section & { readonly heading: Span };
  /** Where the text that goes on with this section after its organs starts (UTF-16). */
  readonly continuedAt: readonly number[];
  readonly children: readonly SectionNode[];
}

interface Building extends Span {
  section: Section & { readonly heading: Span };
  startUtf16: number;
  endUtf16: number;
  continuedAt: number[];
  children: Building[];
}

/** Sections that have a heading, in text order; a parent's span covers its organs'. */
export function sectionTree(analysed: Analysed): SectionNode[] {
  const roots: Building[] = [];
  for (const section of analysed.analysis?.sections ?? []) {
    const { heading, startUtf16, endUtf16 } = section;
    const parent = roots.at(-1);
    if (heading === null) {
      if (parent?.section.kind !== section.kind) continue;
      parent.continuedAt.push(startUtf16);
      parent.endUtf16 = Math.max(parent.endUtf16, endUtf16);
      continue;
    }
    const node: Building = {
      section: { ...section, heading },
      startUtf16,
      endUtf16,
      continuedAt: [],
      children: [],
    };
    if (section.kind === 'organ' && parent !== undefined && parent.section.kind !== 'organ') {
      parent.children.push(node);
      parent.endUtf16 = Math.max(parent.endUtf16, endUtf16);
    } else {
      roots.push(node);
    }
  }
  return roots;
}

/** A span without the white space at its end. */
export function withoutTrailingSpace(text: string, span: Span): Span {
  const body = text.slice(span.startUtf16, span.endUtf16);
  return { startUtf16: span.startUtf16, endUtf16: span.startUtf16 + body.trimEnd().length };
}
