/** What a person decided about suggestions, locked to the text that supported them. */
import { createHash } from 'node:crypto';

/** A decision; `none` takes an earlier one back. */
export type Decision = 'none' | 'accepted' | 'dismissed';

/** What a decision is about: one suggestion on one wording of its evidence. */
export interface ReviewKey {
  /** Diagnostic id, such as `code-suggestion`. */
  readonly id: string;
  readonly system: string;
  readonly code: string;
  /** From {@link evidenceHash}: the decision survives edits elsewhere and ends when the wording changes. */
  readonly evidenceHash: string;
}

/** Decisions by document. Implementations never keep the report's text, only hashes of evidence. */
export interface ReviewStore {
  get(document: string, key: ReviewKey): Decision;
  set(document: string, key: ReviewKey, decision: Decision): void;
  /** Grows with every change of this document's decisions; part of diagnostics' result ids. */
  revision(document: string): number;
}

/** sha256 (hex) of an evidence text, the same for NFC and NFD and for any run of white space. */
export function evidenceHash(text: string): string {
  return createHash('sha256').update(text.normalize('NFC').replace(/\s+/gu, ' ').trim()).digest('hex');
}

/** Decisions for as long as the server runs; they outlive closing and reopening a document. */
export class MemoryReviewStore implements ReviewStore {
  readonly #documents = new Map<string, { revision: number; decisions: Map<string, Decision> }>();

  get(document: string, key: ReviewKey): Decision {
    return this.#documents.get(document)?.decisions.get(keyText(key)) ?? 'none';
  }

  set(document: string, key: ReviewKey, decision: Decision): void {
    let entry = this.#documents.get(document);
    if (entry === undefined) {
      entry = { revision: 0, decisions: new Map() };
      this.#documents.set(document, entry);
    }
    entry.revision++;
    if (decision === 'none') entry.decisions.delete(keyText(key));
    else entry.decisions.set(keyText(key), decision);
  }

  revision(document: string): number {
    return this.#documents.get(document)?.revision ?? 0;
  }
}

function keyText(key: ReviewKey): string {
  return JSON.stringify([key.id, key.system, key.code, key.evidenceHash]);
}
