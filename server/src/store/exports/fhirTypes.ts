/** The part of FHIR R4 that an export uses, as schemas: they type the export, and tests check its output by them. */
import { z } from 'zod';

const text = z.string().regex(/^[ \r\n\t\S]+$/);
const id = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/);
const instant = z.iso.datetime({ offset: true });
const reference = z.strictObject({ reference: text.optional(), display: text.optional() });

const derivation = z.strictObject({
  url: z.literal('http://hl7.org/fhir/StructureDefinition/derivation-reference'),
  extension: z.tuple([
    z.strictObject({ url: z.literal('reference'), valueReference: reference }),
    z.strictObject({ url: z.literal('path'), valueString: text }),
    z.strictObject({ url: z.literal('offset'), valueInteger: z.int().min(0) }),
    z.strictObject({ url: z.literal('length'), valueInteger: z.int().min(1) }),
  ]),
});

const coding = z.strictObject({ system: z.url().optional(), code: text, display: text.optional() });
const concept = z.strictObject({
  extension: z.array(derivation).min(1).optional(),
  coding: z.array(coding).min(1).optional(),
  text: text.optional(),
});
const quantity = z.strictObject({
  value: z.number(),
  comparator: z.enum(['<', '<=', '>=', '>']).optional(),
  unit: text.optional(),
  system: z.literal('http://unitsofmeasure.org').optional(),
  code: text.optional(),
});
const status = z.enum(['preliminary', 'final']);

const observation = z.strictObject({
  resourceType: z.literal('Observation'),
  id,
  extension: z.array(derivation).min(1),
  status,
  category: z.array(concept).length(1),
  code: concept,
  valueQuantity: quantity.optional(),
  valueBoolean: z.literal(true).optional(),
  valueCodeableConcept: concept.optional(),
  interpretation: z.array(concept).length(1),
  note: z.array(z.strictObject({ text })).min(1).optional(),
  bodySite: concept.optional(),
  component: z
    .array(z.strictObject({ code: concept, valueQuantity: quantity }))
    .min(1)
    .optional(),
});

const diagnosticReport = z.strictObject({
  resourceType: z.literal('DiagnosticReport'),
  id,
  language: z.enum(['es', 'en']),
  identifier: z.array(z.strictObject({ system: z.url(), value: text })).length(1),
  status,
  category: z.array(concept).length(1),
  code: concept,
  result: z.array(reference).min(1).optional(),
  conclusion: text.optional(),
  conclusionCode: z.array(concept).min(1).optional(),
  presentedForm: z
    .array(
      z.strictObject({
        contentType: text,
        language: text,
        data: z.base64().min(1).optional(),
        hash: z.base64(),
      }),
    )
    .length(1),
});

const device = z.strictObject({
  resourceType: z.literal('Device'),
  id,
  identifier: z.array(z.strictObject({ system: z.url(), value: text })).length(1),
  deviceName: z.array(z.strictObject({ name: text, type: z.literal('user-friendly-name') })).length(1),
  version: z.array(z.strictObject({ value: text })).length(1),
});

const provenance = z.strictObject({
  resourceType: z.literal('Provenance'),
  id,
  target: z.array(reference).min(1),
  recorded: instant,
  agent: z.array(z.strictObject({ type: concept, who: reference })).min(1),
});

const resource = z.discriminatedUnion('resourceType', [observation, diagnosticReport, device, provenance]);

export const fhirBundleSchema = z.strictObject({
  resourceType: z.literal('Bundle'),
  id,
  type: z.literal('collection'),
  timestamp: instant,
  entry: z.array(z.strictObject({ fullUrl: z.url(), resource })).min(1),
});

export type FhirBundle = z.infer<typeof fhirBundleSchema>;
export type FhirObservation = z.infer<typeof observation>;
export type FhirReport = z.infer<typeof diagnosticReport>;
export type FhirConcept = z.infer<typeof concept>;
export type FhirQuantity = z.infer<typeof quantity>;
export type FhirDerivation = z.infer<typeof derivation>;
