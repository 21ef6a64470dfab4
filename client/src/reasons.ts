/** Why a document, or part of it, was not read, in words. */
import { l10n } from 'vscode';

/** @param reason of `AnalysisParams.notAnalysed`. */
export function reasonText(reason: string): string {
  switch (reason) {
    case 'empty':
      return l10n.t('The document is empty.');
    case 'binary':
      return l10n.t('The document is not text.');
    case 'tooLarge':
      return l10n.t('The document is larger than glosa.maxFileSizeKb allows.');
    case 'noModel':
      return l10n.t('There is no usable model: outline and rules work, codes are not suggested.');
    case 'engineFailed':
      return l10n.t('The model failed on this document; the next change tries again.');
    case 'untrustedWorkspace':
      return l10n.t('The workspace is not trusted.');
    case 'disabled':
      return l10n.t('Glosa is switched off for this folder (glosa.enable).');
    default:
      return l10n.t('Part of the document was not read.');
  }
}
