/** What is wrong with a model pack, for machines. The interface words it in its own language by this. */
export type PackProblem =
  | 'folderMissing'
  | 'manifestMissing'
  | 'manifestNotJson'
  | 'schemaVersion'
  | 'manifestInvalid'
  | 'pathEscapes'
  | 'fileNotListed'
  | 'fileMissing'
  | 'fileUnreadable'
  | 'fileTruncated'
  | 'fileSize'
  | 'fileAltered'
  | 'tokenizerInvalid'
  | 'specialToken'
  | 'vocabularyInvalid'
  | 'headInvalid'
  | 'graphUnloadable'
  | 'graphInputs'
  | 'graphOutputs';

/** Facts that a localised message needs (file names, expected and found values); never report text. */
export type PackProblemDetails = Readonly<Record<string, string | number>>;

/**
 * A model pack that cannot be used. `message` says in plain English what is wrong and what was
 * expected; `kind` and `details` say the same for the interface to localise.
 */
export class PackError extends Error {
  override readonly name = 'PackError';

  constructor(
    readonly kind: PackProblem,
    message: string,
    readonly details: PackProblemDetails = {},
  ) {
    super(message);
  }
}
