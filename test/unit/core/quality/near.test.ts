/** What looks like a fault and is none, and the fault beside it: phrases that a reviewer of the rules thought of. */
import { describe, expect, it } from 'vitest';
import { checkQuality } from '../../../../server/src/core/quality/index.js';
import { parseReport } from '../../../../server/src/core/report.js';

const ids = (text: string): string[] => checkQuality(parseReport(text), null).map(({ id }) => id);

describe('ages', () => {
  it.each([
    'RM DE MAMA\n\nMujer de 65 años. Paciente intervenida hace 3 meses.\n\nHallazgos: cicatriz. Sin realces.\n\nConclusión: BI-RADS 2.',
    'XR CHEST\n\nIndication: 70-year-old woman with a 3-week-old fracture of the rib.\n\nFindings: Clear lungs.\n\nImpression: Normal.',
    'CT CHEST\n\nIndication: 65-year-old man. The patient is 2 years status post lobectomy.\n\nFindings: Clear lungs.\n\nImpression: Normal.',
    'DXA\n\nIndication: 65-year-old woman. Menopause at the age of 52 years.\n\nFindings: T-score -1.\n\nImpression: Normal.',
    'CT HEAD\n\nIndication: 65-year-old man, lives with his 38-year-old son.\n\nFindings: Normal brain.\n\nImpression: Normal.',
    'CT CHEST\n\nIndication: 65-year-old man.\n\nFindings: Nodule of 4 mm.\n\nImpression: Nodule of 4 mm, 24m follow-up.',
    'CT ABDOMEN\n\nIndication: 65-year-old man.\n\nFindings: A 14F right pigtail catheter lies in the collection of 30 mm.\n\nImpression: Drained abscess of 30 mm.',
  ])('of things and events are none of the patient: %j', (text) => {
    expect(ids(text)).not.toContain('age-mismatch');
    expect(ids(text)).not.toContain('sex-mismatch');
  });

  it('of the patient are told apart', () => {
    expect(
      ids(
        'XR CHEST\n\nIndication: 65-year-old man.\n\nFindings: Clear.\n\nImpression: Normal for a 45-year-old.',
      ),
    ).toContain('age-mismatch');
  });
});

describe('sexes', () => {
  it.each([
    'CT CHEST\n\nIndication: 65-year-old man.\n\nFindings: Clear.\n\nImpression: Normal. Findings were communicated to Dr. Jane Smith. She acknowledged receipt.',
    'XR CHEST\n\nIndication: 56-year-old man. Pregnant: No.\n\nFindings: Clear.\n\nImpression: Normal.',
    'ECOGRAFÍA TESTICULAR\n\nVarón de 30 años.\n\nHallazgos: líquido entre las hojas de la túnica vaginal.\n\nConclusión: hidrocele.',
    'ECO DOPPLER\n\nMujer de 30 años.\n\nHallazgos: varicocele pélvico izquierdo.\n\nConclusión: varicocele pélvico.',
    'MR BREAST\n\nIndication: 50-year-old man, her2 positive cancer.\n\nFindings: No mass.\n\nImpression: Normal.',
  ])('of somebody else, or of a thing: %j', (text) => {
    expect(ids(text)).not.toContain('sex-mismatch');
  });
});

describe('a critical result', () => {
  const report = (note: string, finding = 'Neumotórax derecho.'): string =>
    `RX DE TÓRAX\n\nHallazgos: ${finding}\n\nConclusión: ${finding} ${note}`;
  it.each(['Se habló con el Dr. Ruiz a las 10:30.', 'Se avisó a Urgencias.', 'Se informó al Dr. Ruiz.'])(
    'was told of: %s',
    (note) => {
      expect(ids(report(note))).not.toContain('critical-without-communication');
    },
  );
  it.each([
    ['Findings discussed with Dr. Lee at 10:30, please call with any questions.', false],
    ['This result has not yet been discussed.', true],
    ['', true],
  ])('was told of, or not yet: %j', (note, alarm) => {
    const text = `CT HEAD\n\nFindings: Acute subdural hematoma on the left.\n\nImpression: Acute subdural hematoma. ${note}`;
    expect(ids(text).includes('critical-without-communication')).toBe(alarm);
  });
  it.each([
    'A large pneumothorax is present in the right hemithorax.',
    'Acute pulmonary embolism with reduced right ventricular function.',
    'Subarachnoid hemorrhage from an aneurysm of the anterior communicating artery.',
  ])('is not told of by its own words: %s', (finding) => {
    expect(ids(`CT CHEST\n\nFindings: ${finding}\n\nImpression: ${finding}`)).toContain(
      'critical-without-communication',
    );
  });
});

describe('statements of other things', () => {
  it.each([
    [
      'Vesícula alitiásica. Riñones de tamaño normal. Litiasis de 6 mm en polo inferior derecho.',
      'denied-and-asserted',
    ],
    ['Asimetría, mayor que en el lado izquierdo.', 'comparison-without-prior'],
    ['Riñones normales. Vesícula mayor que la esperada.', 'comparison-without-prior'],
  ])('are no fault: %j', (findings, id) => {
    expect(ids(`ECOGRAFÍA ABDOMINAL\n\nHallazgos: ${findings}\n\nConclusión: ver hallazgos.`)).not.toContain(
      id,
    );
  });

  it('a clause with something normal describes a finding none the less', () => {
    expect(
      ids(
        'XR WRIST\n\nFindings: Linear lucency through the distal radius with normal alignment. Carpal bones aligned.\n\nImpression: Nondisplaced fracture of the distal radius.',
      ),
    ).not.toContain('impression-unsupported');
  });

  it('a de-identified date ends no impression', () => {
    expect(
      ids(
        'CT CHEST\n\nCOMPARISON: [**2118-5-6**].\n\nFINDINGS: Clear lungs. Heart normal. No effusion.\n\nIMPRESSION: No significant change compared to [**2118-5-6**].',
      ),
    ).not.toContain('missing-impression');
  });

  it('an impression that is only signed is missing', () => {
    expect(
      ids(
        'CT CHEST\n\nFINDINGS: Clear lungs. Heart normal. No effusion.\n\nIMPRESSION:\n\nElectronically signed by M. Okafor, MD',
      ),
    ).toContain('missing-impression');
  });

  it('a side is told where a thing lies to the left of it', () => {
    expect(
      ids(
        'CT ABDOMEN\n\nFINDINGS: Mass of 30 mm in the left femur.\n\nIMPRESSION: Metastasis of 30 mm to the right femur.',
      ),
    ).toContain('side-discrepancy');
  });
});

describe('hostile text', () => {
  it.each([
    ['blank lines', '\n'.repeat(60_000)],
    ['hyphens', `Repeat CT in 1${'-'.repeat(20_000)}`],
    ['digits', `Repeat CT in ${'1'.repeat(20_000)}`],
    ['a rule of hyphens', `Comparison: ${'-'.repeat(20_000)}a`],
    ['marks', '[**'.repeat(20_000)],
    ['stars', `***${'a'.repeat(40_000)}`],
    ['spaces', `exam${' '.repeat(40_000)}`],
    [
      'many findings',
      `FINDINGS: ${'Mass of 3 mm in the liver. '.repeat(500)}\nIMPRESSION: ${'Nodule of 4 mm in the lung. '.repeat(500)}`,
    ],
  ])('of %s is read in time', (_, text) => {
    expect(() => ids(`CT CHEST\n\n${text}\n\nIMPRESSION: Mass.`)).not.toThrow();
  });
});
