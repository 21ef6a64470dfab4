/**
 * The label record: one JSON object per report, the product's exchange format. Its page is
 * `docs/label-record.md`, its JSON Schema `docs/label-record.schema.json` (a test keeps it equal to this).
 * A pack without a head leaves its arrays empty.
 */
import { z } from 'zod';

const probability = z.number().min(0).max(1).describe('Calibrated, 0 to 1, not rounded.');
const offset = z.int().min(0).describe('Unicode code points from the start of the decoded text.');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const assertion = z
  .enum(['present', 'possible', 'absent'])
  .describe('Stated, suspected, or denied by the report.');
const experiencer = z.enum(['patient', 'family', 'past']).describe("past: the patient's own history.");

const decision = z
  .enum(['accepted', 'dismissed'])
  .exactOptional()
  .describe('Exports only: what a person decided; left out where nobody has.');

const model = z
  .strictObject({
    name: z.string(),
    version: z.string(),
    sha256: sha256.describe("Of the pack's manifest.json, which holds the sha256 of every file."),
  })
  .describe('The model pack that read the report.');

const relation = z.strictObject({
  type: z.string(),
  head: z.string().describe('Entity id.'),
  tail: z.string().describe('Entity id.'),
  score: probability,
});

/** @param text of the words of the report: what may be left out of a file is optional there. */
function recordWith<Text extends z.ZodType<string>>(text: Text) {
  const evidence = z
    .array(z.strictObject({ start: offset, end: offset.describe('End-exclusive.'), text }))
    .describe('The phrases that support it, the strongest first.');

  const label = z.strictObject({
    id: z.string(),
    probability,
    threshold: probability,
    sensitiveThreshold: probability.describe('Between it and the threshold the label is doubtful.'),
    value: z
      .boolean()
      .describe(
        'True at and above the threshold, where the label applies; what a person decided goes before.',
      ),
    applies: z.boolean().describe('False where the label has no meaning for this report.'),
    decision,
    evidence,
  });

  const code = z.strictObject({
    system: z.string().describe("ICD-O-3, ICD-10-PCS or a site list's name."),
    code: z.string(),
    description: z.string(),
    probability,
    rank: z.int().min(1),
    value: z
      .boolean()
      .describe(
        "True at and above the system's threshold, and then evidence is not empty; what a person decided goes before.",
      ),
    assertion,
    experiencer,
    decision,
    evidence,
  });

  const entity = z.strictObject({
    id: z.string().describe('Unique in the record.'),
    type: z.string(),
    start: offset,
    end: offset.describe('End-exclusive.'),
    text,
    fragments: z
      .array(z.strictObject({ start: offset, end: offset.describe('End-exclusive.') }))
      .min(2)
      .optional()
      .describe('Only where the phrase is not in one piece (imported annotations): its pieces in order.'),
    score: probability,
    assertion: z.string().nullable().describe('Findings only: present, possible or absent.'),
    experiencer: experiencer.nullable().exactOptional().describe('Findings only: of whom or when.'),
    subtype: z.string().nullable().describe('Anatomy subtype.'),
    snomed: z.string().nullable().describe('SNOMED CT identifier of the subtype.'),
    side: z.string().nullable().describe('Anatomies only: left, right or bilateral.'),
    trend: z
      .string()
      .nullable()
      .describe('Findings only: new, increasing, decreasing, no-change or resolved.'),
    decision,
  });

  const quality = z.strictObject({
    id: z.string(),
    severity: z.enum(['error', 'warning', 'information', 'hint']),
    message: text.describe('In the report’s language; quotes the report.'),
    decision,
    evidence,
  });

  const assessment = z.strictObject({
    system: z.string().describe('BI-RADS, BI-RADS density, LI-RADS, PI-RADS and so on.'),
    variant: z.string().nullable().describe('Of TI-RADS, O-RADS, ASPECTS and RECIST, where written.'),
    value: z.string().describe('As the scale writes it: 4A, LR-5, PR.'),
    valid: z.boolean().describe('False where the scale has no such value.'),
    use: z
      .enum(['current', 'prior', 'asked', 'denied', 'hypothetical'])
      .describe('Of now, of an earlier exam, in the indication, denied, or under a condition.'),
    part: z.string().nullable().describe('periventricular, deep, total or sequence.'),
    side: z.string().nullable().describe('left, right or bilateral.'),
    points: z.int().nullable().describe('Of a TI-RADS score.'),
    evidence,
  });

  return z
    .strictObject({
      path: z
        .string()
        .describe('Relative to the labelled folder, /-separated; a single file: its base name.'),
      textSha256: sha256.describe('Of the decoded text (no byte order mark) written as UTF-8.'),
      language: z.enum(['es', 'en']),
      model,
      offsets: z.literal('unicode-code-points'),
      labels: z.array(label),
      codes: z.array(code).describe('The full ranking, best first.'),
      entities: z.array(entity),
      relations: z.array(relation),
      quality: z.array(quality),
      assessments: z
        .array(assessment)
        .exactOptional()
        .describe('Categories of standard scales; left out where the report states none.'),
      calibration: z
        .strictObject({ decisions: z.int().min(1), sha256 })
        .exactOptional()
        .describe(
          'Left out where the label probabilities are the model’s own: how many of the folder’s decisions had taught, and a hash of what they taught.',
        ),
      learned: z
        .array(z.strictObject({ name: z.string(), sha256 }))
        .min(1)
        .exactOptional()
        .describe('Learned lists whose codes were suggested too; left out where there were none.'),
      notAnalysed: z
        .array(z.string())
        .describe('Why some or all of it was not read, e.g. "empty"; empty where all of it was.'),
    })
    .describe('What Glosa read in one report.');
}

/** A record with the words that its spans name. */
export const labelRecordSchema = recordWith(z.string());
/** Validates one line exactly as this version writes it; readers of other versions ignore unknown fields. */
export const storedRecordSchema = recordWith(
  z.string().describe('Left out where the labels are to hold no words of the report.').exactOptional(),
);

/** One report's labels. Offsets count Unicode code points, end-exclusive. */
export type LabelRecord = z.infer<typeof labelRecordSchema>;
/** One report's labels as a file has them: perhaps without any word of the report. */
export type StoredRecord = z.infer<typeof storedRecordSchema>;
/** Phrases of the report that support a label, code or quality finding. */
export type LabelEvidence = LabelRecord['labels'][number]['evidence'];
/** Identity of the pack that read a report. */
export type ModelIdentity = z.infer<typeof model>;
