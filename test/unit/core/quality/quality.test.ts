import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkQuality, qualityIds } from '../../../../server/src/core/quality/index.js';
import { qualityMessage } from '../../../../server/src/core/quality/messages.js';
import { parseReport } from '../../../../server/src/core/report.js';
import type { Entity } from '../../../../server/src/core/types.js';
import { qualityIds as protocolIds } from '../../../../server/src/protocol.js';

const ids = (text: string, entities: readonly Entity[] = []): string[] =>
  checkQuality(parseReport(text), { entities, relations: [], labels: [] }).map(({ id }) => id);

describe('checkQuality', () => {
  it('has the ids of the protocol', () => {
    expect(qualityIds).toEqual(protocolIds);
  });

  it('keeps spans within any text, and a message for each', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (noise) => {
        const text = `CT CHEST\n\nFINDINGS: mass 14 mm ${noise}\n\nIMPRESSION: left mass 4 mm. Repeat CT. ${noise}`;
        for (const finding of checkQuality(parseReport(text), null)) {
          for (const span of [finding.span, ...finding.related, ...(finding.fix?.edits ?? [])]) {
            expect(span.startUtf16).toBeGreaterThanOrEqual(0);
            expect(span.startUtf16).toBeLessThanOrEqual(span.endUtf16);
            expect(span.endUtf16).toBeLessThanOrEqual(text.length);
          }
          for (const language of ['en', 'es'] as const) {
            expect(qualityMessage(finding, language)).not.toMatch(/“”|«»|undefined/);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('takes the assertion of the reader before that of the rules', () => {
    const text = 'XR CHEST\n\nFINDINGS: Pneumothorax questioned before.\n\nIMPRESSION: No pneumothorax.';
    const start = text.indexOf('Pneumothorax');
    const entity: Entity = {
      id: 'e1',
      type: 'Finding',
      startUtf16: start,
      endUtf16: start + 'Pneumothorax'.length,
      score: 1,
      sentence: 2,
      assertion: 'absent',
      subtype: null,
      side: null,
      trend: null,
      experiencer: 'patient',
    };
    expect(ids(text)).toContain('denied-and-asserted');
    expect(ids(text, [entity])).not.toContain('denied-and-asserted');
  });

  it('mends a side and a size with what the findings say', () => {
    const text =
      'CT ABDOMEN\n\nFINDINGS: Right adrenal nodule of 15 mm. Liver normal.\n\nIMPRESSION: Left adrenal nodule of 25 mm.';
    const edits = checkQuality(parseReport(text), null)
      .flatMap(({ fix }) => fix?.edits ?? [])
      .sort((a, b) => b.startUtf16 - a.startUtf16);
    const mended = edits.reduce(
      (now, { startUtf16, endUtf16, newText }) => now.slice(0, startUtf16) + newText + now.slice(endUtf16),
      text,
    );
    expect(mended).toContain('IMPRESSION: right adrenal nodule of 15 mm.');
  });
});

describe('the side of a lobe', () => {
  const withSide = (text: string, word: string, side: 'left' | 'right' | 'bilateral'): string[] => {
    const startUtf16 = text.indexOf(word);
    return ids(text, [
      {
        id: 'e1',
        type: 'Finding',
        startUtf16,
        endUtf16: startUtf16 + word.length,
        score: 1,
        sentence: 2,
        assertion: 'present',
        subtype: 'Lung',
        side,
        trend: null,
        experiencer: 'patient',
      },
    ]);
  };

  it.each([
    ['TC DE TÓRAX\n\nHallazgos: Masa en LSD. Sin derrame.\n\nConclusión: Masa en LSI.', 'Masa'],
    ['CT CHEST\n\nFindings: Mass in the RUL. No effusion.\n\nImpression: Mass in the LUL.', 'Mass'],
  ])('goes before the one that the reader gives: %j', (text, word) => {
    expect(withSide(text, word, 'bilateral')).toContain('side-discrepancy');
    expect(withSide(text, word, 'left')).toContain('side-discrepancy');
  });

  it.each([
    'TC DE TÓRAX\n\nHallazgos: Consolidaciones en LSD y LII. Sin derrame.\n\nConclusión: Consolidación en LII.',
    'CT CHEST\n\nFindings: Consolidation in the RUL and LLL.\n\nImpression: Left lower lobe consolidation.',
    'TC DE TÓRAX\n\nHallazgos: Nódulos en LSD, LM y língula.\n\nConclusión: Nódulo en la língula.',
  ])('is of both lungs where lobes of both are listed: %j', (text) => {
    expect(ids(text)).not.toContain('side-discrepancy');
  });
});

describe('a finding that the Impression lacks', () => {
  it.each([
    'TC DE TÓRAX\n\nHallazgos: opacidades en vidrio deslustrado de nueva aparición en ambos lóbulos inferiores. Corazón normal.\n\nConclusión: sin signos de tromboembolismo pulmonar.',
    'CT CHEST\n\nFindings: New ground-glass opacities in both lower lobes. Heart normal.\n\nImpression: No pulmonary embolism.',
    'TC DE TÓRAX\n\nHallazgos: opacidades en vidrio deslustrado parcheadas bilaterales. Sin derrame.\n\nConclusión: sin signos de recidiva.',
    'CT CHEST\n\nFindings: Patchy bilateral ground-glass opacities. No effusion.\n\nImpression: No evidence of recurrence.',
    'TC DE TÓRAX\n\nHallazgos: nódulo pulmonar de nueva aparición de 7 mm en lóbulo superior derecho. Mastectomía izquierda.\n\nConclusión: sin signos de recidiva.',
    'CT CHEST\n\nFindings: New 7 mm nodule in the right upper lobe. Left mastectomy.\n\nImpression: No evidence of recurrence.',
    'TC TORACOABDOMINAL\n\nHallazgos: derrame pleural derecho moderado, no visible en el previo. Hígado normal.\n\nConclusión: sin signos de recidiva.',
    'CT CHEST AND ABDOMEN\n\nFindings: New moderate right pleural effusion. Liver normal.\n\nImpression: No evidence of recurrent disease.',
    'TC TORACOABDOMINAL\n\nHallazgos: fractura aguda de T12. Hígado normal.\n\nConclusión: sin signos de recidiva.',
    'CT CHEST AND ABDOMEN\n\nFindings: Acute fracture of T12. Liver normal.\n\nImpression: No evidence of recurrence.',
    'CT CHEST\n\nFindings: Consolidation in the left lower lobe. No effusion.\n\nImpression: No pneumothorax.',
    'RX TÓRAX\n\nHallazgos: consolidación en lóbulo inferior izquierdo. Sin derrame.\n\nConclusión: no se observa neumotórax.',
    // The Impression names the lung for another finding, or a scale that has its name.
    'TC DE TÓRAX\n\nHallazgos: nódulo de 7 mm en LII. Derrame pleural izquierdo de nueva aparición.\n\nConclusión: nódulo pulmonar en LII. Lung-RADS 3.',
    'CT CHEST\n\nFindings: 7 mm nodule in the left lower lobe. New left pleural effusion.\n\nImpression: Pulmonary nodule. Lung-RADS 3.',
    // A response is of what was there before, not of what is suspected now.
    'TC TORACOABDOMINAL\n\nHallazgos: masa en lóbulo superior derecho que ha disminuido. Lesión hepática de 12 mm sugestiva de metástasis.\n\nConclusión: masa pulmonar derecha con respuesta parcial.',
    'CT CHEST AND ABDOMEN\n\nFindings: Right upper lobe mass, smaller. 12 mm liver lesion suspicious for metastasis.\n\nImpression: Right lung mass, partial response.',
    // What is denied is something else than what is suspected.
    'RM CEREBRAL\n\nHallazgos: lesión de 14 mm en el cerebelo, sugestiva de metástasis.\n\nConclusión: sin lesiones ocupantes de espacio.',
    'MRI BRAIN\n\nFindings: 14 mm cerebellar lesion, suspicious for metastasis.\n\nImpression: No space-occupying lesion.',
    // "disease" alone is no tumour.
    'MRI BRAIN\n\nFindings: Small vessel disease. 9 mm extra-axial mass over the right frontal convexity.\n\nImpression: Moderate chronic small vessel disease.',
  ])('is told where it is new or would be named: %j', (text) => {
    expect(ids(text)).toContain('impression-missing-finding');
  });

  it.each([
    'TC LUMBAR\n\nHallazgos: cambios degenerativos. Estenosis leve degenerativa L4-L5.\n\nConclusión: sin fracturas.',
    'CT LUMBAR SPINE\n\nFindings: Degenerative changes. Mild degenerative stenosis.\n\nImpression: No fracture.',
    'TC DE TÓRAX\n\nHallazgos: granuloma calcificado en lóbulo superior derecho. Quistes renales simples.\n\nConclusión: sin signos de recidiva.',
    'CT CHEST\n\nFindings: Calcified granuloma in the right upper lobe. Simple renal cysts.\n\nImpression: No evidence of recurrence.',
    'RM CEREBRAL\n\nHallazgos: atrofia acorde con la edad. Leucoaraiosis leve.\n\nConclusión: sin lesiones agudas.',
    'MRI BRAIN\n\nFindings: Age-appropriate volume loss. Small cyst in the choroidal fissure.\n\nImpression: No acute abnormality.',
    'CT CHEST\n\nFindings: Mild dependent opacities at both bases. Bibasilar atelectasis.\n\nImpression: No pulmonary embolism.',
    'TC DE TÓRAX\n\nHallazgos: mínimas opacidades en vidrio deslustrado declives por hipoventilación.\n\nConclusión: sin tromboembolismo pulmonar.',
    'CT CHEST\n\nFindings: Ground-glass opacities in both lower lobes.\n\nImpression: Bilateral ground-glass opacities, likely infectious.',
    'TC DE TÓRAX\n\nHallazgos: opacidades en vidrio deslustrado bilaterales.\n\nConclusión: hallazgos compatibles con neumonía.',
    'TC DE TÓRAX\n\nHallazgos: masa en el lecho quirúrgico de partes blandas.\n\nConclusión: sin signos de recidiva.',
    'CT CHEST\n\nFindings: Small left pleural effusion.\n\nImpression: No pulmonary embolism.',
    'TC TÓRAX\n\nHallazgos: fractura costal antigua consolidada.\n\nConclusión: sin signos de recidiva.',
    'MRI OF THE RIGHT KNEE\n\nFindings: Complete tear of the anterior cruciate ligament. Moderate joint effusion.\n\nImpression: Complete tear of the anterior cruciate ligament.',
    'RM DE RODILLA\n\nHallazgos: rotura del menisco interno. Derrame moderado.\n\nConclusión: rotura del menisco interno.',
    'CT CHEST\n\nFindings: Hepatic masses, larger than before.\n\nImpression: Disease progression.',
    'TC DE TÓRAX\n\nHallazgos: masas hepáticas mayores que en el previo.\n\nConclusión: progresión de la enfermedad.',
  ])('is not asked for where it is weak, named in other words or of the kind that is denied: %j', (text) => {
    expect(ids(text)).not.toContain('impression-missing-finding');
  });
});

describe('the side of a finding that its size tells apart', () => {
  it.each([
    'TC DE TÓRAX\n\nHallazgos: masa espiculada en lóbulo superior derecho de 34 x 28 mm. Nódulo de 7 mm en lóbulo inferior izquierdo.\n\nConclusión: masa en lóbulo superior izquierdo de 34 mm.',
    'CT CHEST\n\nFindings: Spiculated 34 x 28 mm mass in the right upper lobe. 7 mm nodule in the left lower lobe.\n\nImpression: 34 mm mass in the left upper lobe.',
  ])('is contradicted though another one is on the side that the Impression says: %j', (text) => {
    expect(ids(text)).toContain('side-discrepancy');
  });

  it('is not where the other one may be meant', () => {
    const text =
      'CT CHEST\n\nFindings: 34 mm mass in the right upper lobe. 34 mm mass in the left lower lobe.\n\nImpression: 34 mm mass in the left lung.';
    expect(ids(text)).not.toContain('side-discrepancy');
  });
});

describe('discs', () => {
  const report = (impression: string): string =>
    'RM DE COLUMNA LUMBAR\n\nHallazgos:\nL4-L5: protrusión posterolateral derecha de 5 mm.\n' +
    `L5-S1: extrusión foraminal izquierda de 9 mm que comprime la raíz S1.\n\nConclusión:\n${impression}\n`;

  it.each([
    ['Hernia discal L5-S1 derecha.', ['side-discrepancy']],
    ['Hernia discal L5/S1 izquierda de 6 mm.', ['size-discrepancy']],
    ['Hernia discal L5-S1 izquierda de 9 mm.', []],
    ['Protrusión posterolateral derecha en L4-5, de 5 mm.', []],
    ['Hernia discal derecha.', []],
  ])('are told apart by their level: %s', (impression, expected) => {
    const told = ids(report(impression)).filter((id) => id.endsWith('-discrepancy'));
    expect(told).toEqual(expected);
  });

  it('of the thorax have two letters in Spanish', () => {
    const text =
      'RM DORSAL\n\nHallazgos: D7-D8: protrusión paracentral izquierda. D8-D9: protrusión paracentral derecha.\n\n' +
      'Conclusión: Protrusión paracentral derecha T7-T8.\n';
    expect(ids(text)).toContain('side-discrepancy');
  });
});

describe('embolism that is told by its sign', () => {
  const told = (impression: string): string[] =>
    ids(`CT PULMONARY ANGIOGRAM\n\nFindings: The main arteries enhance well.\n\nImpression: ${impression}\n`);

  it.each([
    'Filling defect in the right lower lobar artery.',
    'Defectos de repleción en arterias segmentarias derechas.',
    'Thrombus in the left main pulmonary artery.',
  ])('is critical: %s', (impression) => {
    expect(told(impression)).toContain('critical-without-communication');
  });

  it.each([
    'No filling defect in the pulmonary arteries.',
    'Filling defect in the left ureter.',
    'Chronic eccentric filling defect in the right pulmonary artery.',
    'Calcified mural thrombus in the right pulmonary artery.',
    'Thrombus in the left popliteal vein.',
  ])('is not: %s', (impression) => {
    expect(told(impression)).not.toContain('critical-without-communication');
  });
});

describe('the side of an artery, and which meniscus', () => {
  const stroke = (impression: string): string[] =>
    ids(
      'TC CRANEAL\n\nHallazgos: Hiperdensidad de la ACM izquierda en M1. Borramiento de la ínsula izquierda. ' +
        `Arteria cerebral posterior derecha fetal.\n\nConclusión: ${impression}\n`,
    );
  const knee = (impression: string): string[] =>
    ids(
      'MRI RIGHT KNEE\n\nFindings: Complex tear of the posterior horn of the medial meniscus. ' +
        `Lateral meniscus is intact. Medial femoral cartilage thinned.\n\nImpression: ${impression}\n`,
    );

  it.each([
    [stroke, 'Isquemia aguda en territorio de ACM derecha.'],
    [stroke, 'Isquemia en el territorio derecho de la arteria cerebral media.'],
    [knee, 'Lateral meniscus tear.'],
    [knee, 'Torn lateral meniscus.'],
  ])('are compared: %#', (of, impression) => {
    expect(of(impression)).toContain('side-discrepancy');
  });

  it.each([
    [stroke, 'Isquemia aguda en territorio de ACM izquierda.'],
    [stroke, 'Isquemia aguda. ACP derecha fetal.'],
    [stroke, 'Isquemia aguda en territorio de ACM.'],
    [knee, 'Medial meniscus tear.'],
    [knee, 'Meniscal tear.'],
    [knee, 'Medial meniscus tear, lateral meniscus intact.'],
  ])('and agree: %#', (of, impression) => {
    expect(of(impression)).not.toContain('side-discrepancy');
  });
});

describe('a part that is called intact', () => {
  const told = (impression: string): string[] =>
    ids(
      'MRI LEFT KNEE\n\nFindings: The lateral meniscus is intact. Horizontal tear of the medial meniscus. ACL intact. ' +
        'Remaining tendons intact. Fracture of the fibular head. Menisco. Escafoides íntegro. ' +
        `Posterior cruciate ligament is not intact.\n\nImpression: ${impression}\n`,
    );

  it.each(['ACL tear.', 'Medial meniscus tear. ACL rupture.', 'Fractura de escafoides.'])(
    'is not torn or broken: %s',
    (impression) => {
      expect(told(impression)).toContain('denied-and-asserted');
    },
  );

  it.each([
    'Medial meniscus tear, lateral meniscus intact.',
    'Medial meniscus tear.',
    'Patellar tendon tear.',
    'Posterior cruciate ligament tear.',
    'ACL intact. Fracture of the fibular head.',
    'Fracture of the fibular head. The ACL and the scaphoid are normal.',
  ])('may stand beside what is: %s', (impression) => {
    expect(told(impression)).not.toContain('denied-and-asserted');
  });
});

describe('stenoses', () => {
  const told = (impression: string): string[] =>
    ids(
      'ECO DOPPLER DE TRONCOS SUPRAAÓRTICOS\n\nCarótida derecha: placa con estenosis del 30 % en el bulbo.\n' +
        'Carótida izquierda: placa ulcerada en ACI con estenosis del 80 %.\n\n' +
        `CONCLUSIÓN: ${impression}\n`,
    ).filter((id) => id === 'side-discrepancy');

  it.each([
    ['Estenosis grave de ACI derecha (80 %).', 1],
    ['Estenosis grave de ACI izquierda (80 %).', 0],
    ['Estenosis de ACI derecha < 80 %.', 0],
    ['Estenosis leve de carótida derecha (30 %).', 0],
    ['Estenosis de ACI derecha.', 0],
  ])('are told apart by their percentage: %s', (impression, count) => {
    expect(told(impression)).toHaveLength(count);
  });
});
