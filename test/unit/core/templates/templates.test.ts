import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkQuality } from '../../../../server/src/core/quality/index.js';
import { parseReport } from '../../../../server/src/core/report.js';
import { skeletons, skeletonsFor, writeSkeleton } from '../../../../server/src/core/skeletons/skeletons.js';
import { meant, suits } from '../../../../server/src/core/templates/choose.js';
import { examWords } from '../../../../server/src/core/templates/examWords.js';
import { readPhraseFile } from '../../../../server/src/core/templates/phraseFile.js';
import { escapeSnippet, toSnippet } from '../../../../server/src/core/templates/snippet.js';
import { plainText, readSnippetFile } from '../../../../server/src/core/templates/snippetFile.js';
import { readTextTemplate } from '../../../../server/src/core/templates/textTemplate.js';
import type { Template } from '../../../../server/src/core/templates/template.js';

/** Reads snippet syntax as editors do, sign by sign; null where it is not well-formed. */
function inserted(snippet: string): string | null {
  let at = 0;
  const stops = new Map<string, string>();
  const read = (inside: boolean): string | null => {
    let text = '';
    while (at < snippet.length) {
      const sign = snippet[at]!;
      if (sign === '\\' && /[\\$}]/u.test(snippet[at + 1] ?? '')) {
        text += snippet[at + 1]!;
        at += 2;
      } else if (sign === '}' && inside) return text;
      else if (sign === '$') {
        const stop = /^\$(?:(\d+)|\{(\d+)([:|]))/u.exec(snippet.slice(at));
        if (stop === null) return null;
        at += stop[0].length;
        if (stop[1] !== undefined) text += stops.get(stop[1]) ?? '';
        else if (stop[3] === ':') {
          const inner = read(true);
          if (inner === null || snippet[at] !== '}') return null;
          at++;
          stops.set(stop[2]!, inner);
          text += inner;
        } else {
          const choice = /^((?:[^\\,|]|\\.)+)(?:,(?:[^\\|]|\\.)*)?\|\}/u.exec(snippet.slice(at));
          if (choice === null) return null;
          at += choice[0].length;
          text += choice[1]!.replace(/\\([\\,|])/gu, '$1');
        }
      } else {
        text += sign;
        at++;
      }
    }
    return inside ? null : text;
  };
  return read(false);
}

describe('toSnippet', () => {
  it('makes fields tab stops, the same name once, and choices', () => {
    expect(toSnippet('Size {{size}} mm, [left|right] ({{size}})')).toBe(
      'Size ${1:{{size\\}\\}} mm, ${2|left,right|} ($1)$0',
    );
  });

  it('escapes what snippets mean otherwise', () => {
    expect(toSnippet('Cost $5 {a} \\n')).toBe('Cost \\$5 {a\\} \\\\n');
    expect(toSnippet('[1,5 mm|a\\b]')).toBe('${1|1\\,5 mm,a\\\\b|}$0');
  });

  it('leaves brackets without a choice alone', () => {
    for (const text of ['[see above]', '[|]', '[a|]', '{{}}', '[**2001-1-1**]']) {
      expect(inserted(toSnippet(text))).toBe(text);
    }
  });

  it('inserts exactly the text, whatever signs it has', () => {
    const sign = fc.constantFrom(
      '$',
      '}',
      '{',
      '\\',
      '|',
      '[',
      ']',
      ',',
      ':',
      '0',
      '1',
      'a',
      'ñ',
      '\n',
      ' ',
      '{{',
      '}}',
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 40 }), (signs) => {
        const text = signs.join('');
        const expected = text.replace(
          /\{\{([^{}\r\n]{1,80})\}\}|\[([^[\]\r\n|]{1,200}(?:\|[^[\]\r\n|]{0,200})+)\]/gu,
          (whole, field: string | undefined, choices: string | undefined) => {
            if (field !== undefined) return `{{${field.trim()}}}`;
            const texts = choices!
              .split('|')
              .map((one) => one.trim())
              .filter(Boolean);
            return texts.length < 2 ? whole : texts[0]!;
          },
        );
        expect(inserted(toSnippet(text))).toBe(expected);
        expect(inserted(escapeSnippet(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives an editor without snippets the places to fill in', () => {
    expect(plainText('Size ${1:{{size\\}\\}} mm, ${2|left,right|} ($1) \\$5$0')).toBe(
      'Size {{size}} mm, left () $5',
    );
  });
});

describe('files', () => {
  it('reads front matter in both languages', () => {
    const read = readTextTemplate(
      '---\nidioma: es\nexamen: TC tórax\nabreviatura: tct, tct2\n---\n\nPulmones: {{p}}\n',
      'a',
    );
    expect(read).toMatchObject({
      templates: [
        { language: 'es', exam: 'TC tórax', abbreviations: ['tct', 'tct2'], text: 'Pulmones: {{p}}' },
      ],
    });
    expect(readTextTemplate('Normal chest.', 'cxr')).toMatchObject({
      templates: [{ name: 'cxr', abbreviations: ['cxr'], language: null, exam: '' }],
    });
  });

  it.each([
    ['', { problem: 'empty', line: null }],
    ['---\nlang: en\n', { problem: 'front-matter', line: 1 }],
    ['---\nlang: en\nwrong\n---\nx', { problem: 'front-matter', line: 3 }],
    ['---\nlang: fr\n---\nx', { problem: 'language', line: null }],
  ])('says what is wrong with %j', (text, problem) => {
    expect(readTextTemplate(text, 'a')).toEqual(problem);
  });

  it('reads VS Code’s snippets with comments', () => {
    const read = readSnippetFile(
      '{ // ours\n "Chest": { "prefix": ["cxr"], "body": ["Lungs: ${1:clear}", "$0"], }, }',
    );
    expect(read).toMatchObject({
      templates: [{ name: 'Chest', abbreviations: ['cxr'], snippet: 'Lungs: ${1:clear}\n$0' }],
    });
    expect(readSnippetFile('{"a": "// no comment"}')).toMatchObject({ problem: 'not-snippets' });
    expect(readSnippetFile('{')).toMatchObject({ problem: 'not-json' });
    expect(readSnippetFile('[1]')).toMatchObject({ problem: 'not-snippets' });
  });

  it('reads phrases, and names the line that is none', () => {
    expect(readPhraseFile('abbreviation\ttext\nsh\tSin hallazgos.\\nFin\tes\n')).toMatchObject({
      templates: [{ abbreviations: ['sh'], text: 'Sin hallazgos.\nFin', language: 'es' }],
    });
    expect(readPhraseFile('sh\tok\nno tab\n')).toEqual({ problem: 'not-phrases', line: 2 });
  });
});

const template = (over: Partial<Template>): Template => ({
  name: 'n',
  abbreviations: ['n'],
  description: '',
  language: null,
  exam: '',
  snippet: '',
  text: '',
  ...over,
});

describe('what suits a report', () => {
  const chest = { language: 'es', exam: 'TC DE TÓRAX CON CONTRASTE', examCode: 'BW24Y' } as const;
  it.each([
    [{}, true],
    [{ language: 'en' }, false],
    [{ exam: 'chest ct' }, true],
    [{ exam: 'TAC torácico' }, true],
    [{ exam: 'RM de rodilla, TC de tórax' }, true],
    [{ exam: 'RM de tórax' }, false],
    [{ exam: 'TC de cráneo' }, false],
    [{ exam: 'BW24' }, true],
    [{ exam: 'BQ37' }, false],
  ] as const)('%j: %s', (over, expected) => {
    expect(suits(template(over), chest)).toBe(expected);
  });

  it('keeps everything where nothing is known of the report', () => {
    expect(
      suits(template({ exam: 'RM de rodilla', language: 'es' }), {
        language: null,
        exam: '',
        examCode: null,
      }),
    ).toBe(true);
  });

  it('is meant by its abbreviation before its name', () => {
    const list = [
      template({ name: 'tórax normal', abbreviations: ['x'] }),
      template({ name: 'a', abbreviations: ['tor1'] }),
    ];
    expect(meant(list, 'tor').map(({ name }) => name)).toEqual(['a', 'tórax normal']);
    expect(meant(list, 'TO').map(({ name }) => name)).toEqual(['a']);
    expect(meant(list, '')).toHaveLength(2);
  });
});

describe('skeletons', () => {
  const all = skeletons.flatMap((skeleton) =>
    (['es', 'en'] as const).map((language) => ({ skeleton, language })),
  );

  it('cover the exams in both languages', () => {
    expect(skeletons.length).toBeGreaterThanOrEqual(16);
    expect(new Set(skeletons.map(({ id }) => id)).size).toBe(skeletons.length);
  });

  it.each(all.map(({ skeleton, language }) => [skeleton.id, language, skeleton] as const))(
    '%s (%s) parts into sections and states no finding',
    (_id, language, skeleton) => {
      const { text, snippet } = writeSkeleton(skeleton, language, false);
      expect(inserted(snippet)).not.toBeNull();
      const report = parseReport(inserted(snippet)!);
      expect(report.language).toBe(language);
      const kinds = new Set(report.sections.map(({ kind }) => kind));
      for (const kind of ['indication', 'technique', 'comparison', 'findings', 'impression'] as const) {
        expect(kinds, text).toContain(kind);
      }
      const findings = text.slice(
        text.search(/^(?:HALLAZGOS|FINDINGS):$/mu),
        text.search(/^(?:IMPRESIÓN|IMPRESSION):$/mu),
      );
      for (const line of findings.split('\n').slice(1).filter(Boolean))
        expect(line).toMatch(/^[^:]+: \{\{[^}]+\}\}$/u);
      // Every place to fill in is one that the check finds when it is left.
      const unfilled = checkQuality(report, null).filter(({ id }) => id === 'unfilled-field');
      expect(unfilled.length).toBeGreaterThanOrEqual(skeleton[language].organs.length);
    },
  );

  it.each(all.map(({ skeleton, language }) => [skeleton.id, language, skeleton] as const))(
    '%s (%s) as normal contradicts itself nowhere',
    (_id, language, skeleton) => {
      const { snippet } = writeSkeleton(skeleton, language, true);
      const filled = inserted(snippet)!.replace(/\{\{[^}]*\}\}/gu, '12');
      const found = checkQuality(parseReport(filled), null).map(({ id }) => id);
      expect(found.filter((id) => id !== 'unfilled-field')).toEqual([]);
    },
  );

  it.each([
    ['TC de tórax con contraste', 'chest-ct'],
    ['CHEST X-RAY, TWO VIEWS', 'chest-xr'],
    ['Radiografía PA y lateral de tórax', 'chest-xr'],
    ['Ecografía abdominal', 'abdomen-us'],
    ['CT ABDOMEN AND PELVIS WITH CONTRAST', 'abdomen-ct'],
    ['Ecografía renal', 'kidney-us'],
    ['Pelvic ultrasound', 'pelvis-us'],
    ['TAC craneal', 'head-ct'],
    ['MRI OF THE BRAIN', 'head-mr'],
    ['RM de columna lumbar', 'spine-mr'],
    ['RM de rodilla derecha', 'knee-mr'],
    ['MRI LEFT SHOULDER', 'shoulder-mr'],
    ['Mamografía bilateral', 'mammography'],
    ['RM multiparamétrica de próstata', 'prostate-mr'],
    ['Thyroid ultrasound', 'thyroid-us'],
    ['PET-TC de cuerpo entero', 'pet-ct'],
    ['TC de tórax, abdomen y pelvis', 'oncology-ct'],
  ])('%s → %s first', (title, id) => {
    expect(skeletonsFor(title)[0]?.id).toBe(id);
  });

  it('are all offered where the title names no exam', () => {
    expect(skeletonsFor('Informe')).toHaveLength(skeletons.length);
    expect(examWords('Informe').modality).toBeNull();
  });

  it('leave the title out where the report has it', () => {
    expect(writeSkeleton(skeletons[0]!, 'es', false, false).text.startsWith('INDICACIÓN:')).toBe(true);
  });
});
