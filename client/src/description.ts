/** Descriptions of codes as pickers and the panel show them. */
import { env, l10n } from 'vscode';
import type { WireFoundCode } from '../../server/src/protocol.js';

type Described = Pick<WireFoundCode, 'code' | 'description' | 'descriptionLanguage'>;

/** Language of the interface: Spanish or, for all others, English. */
export function interfaceLanguage(): Described['descriptionLanguage'] {
  return /^es(?:[-_]|$)/iu.test(env.language) ? 'es' : 'en';
}

/** "in English", said of a description that is not in the interface's language. */
export function languageNames(): Readonly<Record<Described['descriptionLanguage'], string>> {
  return { es: l10n.t('in Spanish'), en: l10n.t('in English') };
}

/** The description, marked where it is not in the interface's language. Never what is put into a report. */
export function markedDescription({ code, description, descriptionLanguage }: Described): string {
  // Without a description a code stands for it, in no language.
  if (description === code || descriptionLanguage === interfaceLanguage()) return description;
  return `${description} (${languageNames()[descriptionLanguage]})`;
}
