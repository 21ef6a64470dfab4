/** Names that the client and the server share. */

/** Name of settings section, diagnostics source and language ids. */
export const settingsSection = 'glosa';
export const diagnosticSource = 'glosa';
export const reportLanguageId = 'glosa-report';

/** Code of the Information diagnostic on the evidence of a suggested ICD-O-3 code. */
export const codeSuggestionId = 'code-suggestion';

/** Code system of the codes that say which examination was made. */
export const examCodeSystem = 'ICD-10-PCS';

/** Code of the Information diagnostic where reviewers disagree. */
export const conflictId = 'review-conflict';

/** Flags have this and a label's id as their code: `flag-abnormal`. */
export const flagIdPrefix = 'flag-';
