/**
 * One line of `.glosa/reviews.jsonl`: one decision of a person. Its page is `docs/reviews.md`, its JSON Schema
 * `docs/reviews.schema.json` (a test keeps it equal to this).
 */
import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const offset = z.int().min(0).describe('Unicode code points from the start of the decoded text.');

/** What a decision is about. */
const subject = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('code'), system: z.string(), code: z.string() }),
    z.strictObject({ kind: z.literal('label'), id: z.string() }),
    z.strictObject({ kind: z.literal('finding'), id: z.string().describe("The entity's type.") }),
    z.strictObject({ kind: z.literal('quality'), id: z.string() }),
  ])
  .describe('What the decision is about; null for undo and move, and of forget for all that was learnt.');

/** A phrase of the report, found again by what it says and not by where it stood. */
const phrase = z.strictObject({
  start: offset,
  end: offset.describe('End-exclusive.'),
  sha256: sha256.describe('Of the normalised phrase: lower-cased, NFC, each run of white space one blank.'),
  ordinal: z.int().min(0).describe('How many equal phrases stand before it in the report.'),
  length: z.int().min(0).describe('Code points of the normalised phrase.'),
  text: z.string().exactOptional().describe('As it stood, unless a setting leaves it out.'),
});

const correction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('label'), id: z.string(), value: z.boolean() }),
  z.strictObject({ kind: z.literal('span'), phrase }),
  z.strictObject({ kind: z.literal('code'), system: z.string(), code: z.string() }),
]);

export const decisionNames = [
  'accept',
  'dismiss',
  'correct',
  'mark-normal',
  'note',
  'ignore',
  'undo',
  'move',
  'adjudicate',
  'forget',
] as const;

/** What was on the screen when a person decided. */
const shown = z.strictObject({
  subject,
  probability: z.number().min(0).max(1).describe('As it was shown.'),
  ofModel: z
    .number()
    .min(0)
    .max(1)
    .describe('As the model alone gives it: another one where the workspace had taught.'),
});

/** The fields that the caller of a decision knows; the log adds the rest. */
const decisionFields = {
  decision: z.enum(decisionNames),
  path: z
    .string()
    .describe('Of the report, relative to the folder that holds .glosa, /-separated; empty for forget.'),
  textSha256: sha256
    .nullable()
    .describe('Of the decoded text that was decided on; null for move and forget.'),
  sketch: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .nullable()
    .describe('64-bit simhash of its words, by which a report is known again that was renamed and edited.'),
  model: z
    .strictObject({ name: z.string(), version: z.string(), sha256 })
    .nullable()
    .describe('The model pack that had read the report; null where none had.'),
  vocabulary: z.string().nullable().describe('Code system and version of the pack that carries it.'),
  subject: subject.nullable(),
  evidence: z.array(phrase).describe('The phrases decided on; empty: the report as a whole.'),
  correction: correction
    .exactOptional()
    .describe('Of correct, and of adjudicate where a correction holds: what is right instead.'),
  note: z.string().exactOptional().describe("Of note: the person's words."),
  scope: z.enum(['file', 'workspace']).exactOptional().describe('Of ignore.'),
  undoes: z.int().min(1).exactOptional().describe('Of undo: the number of the line that no longer counts.'),
  from: z.string().exactOptional().describe('Of move: the path that the report had.'),
  shown: z
    .array(shown)
    .exactOptional()
    .describe('Probabilities that were shown of what was decided on; lines of Glosa 0.1 have none.'),
  verdict: z
    .enum(['accepted', 'dismissed'])
    .exactOptional()
    .describe('Of adjudicate without a correction: what holds.'),
  settles: z
    .array(z.int().min(1))
    .exactOptional()
    .describe('Of adjudicate: the numbers of the lines that it decides between.'),
};

/** Validates one line exactly as this version writes it. */
export const reviewLineSchema = z
  .strictObject({
    seq: z.int().min(1).describe('1, 2, 3, …'),
    when: z.iso.datetime(),
    who: z.string(),
    ...decisionFields,
    previous: sha256.describe('`hash` of the line before; 64 zeros in the first.'),
    hash: sha256.describe('sha256 of this line without `hash`, as canonical JSON.'),
  })
  .describe('One decision of a person on a report.');

export type ReviewLine = z.infer<typeof reviewLineSchema>;
export type Subject = z.infer<typeof subject>;
export type Phrase = z.infer<typeof phrase>;
export type Correction = z.infer<typeof correction>;
export type Shown = z.infer<typeof shown>;
export type DecisionName = (typeof decisionNames)[number];
/** A decision that has no place in the chain yet. */
export type Decided = Omit<ReviewLine, 'seq' | 'previous' | 'hash'>;

/** A text that is the same for the same subject. */
export function subjectKey(about: Subject): string {
  return about.kind === 'code'
    ? JSON.stringify([about.kind, about.system, about.code])
    : JSON.stringify([about.kind, about.id]);
}
