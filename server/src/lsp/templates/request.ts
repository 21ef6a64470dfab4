/** `glosa/templates`: what a person may choose to insert. */
import { z } from 'zod';
import { skeletons, skeletonsFor, writeSkeleton } from '../../core/skeletons/skeletons.js';
import { suits } from '../../core/templates/choose.js';
import { templatesRequest } from '../../protocol.js';
import type { TemplatesResult, WireTemplate } from '../../protocol.js';
import type { Analysed } from '../analysed.js';
import { answer } from '../guard.js';
import { analysedNow } from '../session.js';
import type { Session } from '../session.js';
import { problemText } from './problems.js';
import { emptyReport, kindOf, titleOf } from './reportKind.js';
import { languageOf } from './skeletonLanguage.js';

const schema = z.object({ uri: z.string(), kind: z.enum(['site', 'skeleton']) });

export function registerTemplates(session: Session): void {
  const empty: TemplatesResult = { templates: [], problems: [] };
  session.connection.onRequest(
    templatesRequest,
    answer(session, templatesRequest, empty, async (params: unknown, token): Promise<TemplatesResult> => {
      const { uri, kind } = schema.parse(params);
      const analysed = await analysedNow(session, uri, token);
      if (analysed === null) return empty;
      return kind === 'site' ? siteTemplates(session, analysed) : reportSkeletons(session, analysed);
    }),
  );
}

async function siteTemplates(session: Session, analysed: Analysed): Promise<TemplatesResult> {
  const { folders } = analysed.settings.templates;
  const { templates, problems } = await session.templates.list(folders, session.folders);
  const kind = kindOf(analysed);
  const wired = templates.map((template): WireTemplate => ({
    name: template.name,
    abbreviations: template.abbreviations,
    description: template.description,
    language: template.language,
    fits: suits(template, kind),
    normal: false,
    path: template.path,
    snippet: template.snippet,
  }));
  return {
    templates: fittingFirst(wired),
    problems: problems.map((problem) => problemText(session, problem)),
  };
}

function reportSkeletons(session: Session, analysed: Analysed): TemplatesResult {
  const { messages } = session;
  const exam = titleOf(analysed.document.getText());
  const titled = emptyReport(analysed)?.titled ?? false;
  const first = languageOf(analysed, exam, messages.language);
  const fitting = new Set(skeletonsFor(exam));
  const ordered = [...fitting, ...skeletons.filter((skeleton) => !fitting.has(skeleton))];
  const languages = first === 'es' ? (['es', 'en'] as const) : (['en', 'es'] as const);
  const wired = languages.flatMap((language) =>
    ordered.flatMap((skeleton) =>
      [false, true].map((normal): WireTemplate => {
        const { name, snippet } = writeSkeleton(
          skeleton,
          language,
          normal,
          !(titled && fitting.has(skeleton)),
        );
        return {
          name,
          abbreviations: [],
          description: messages.templates.skeletonDetail(
            normal,
            language === messages.language ? null : messages.templates.languageNames[language],
          ),
          language,
          fits: fitting.has(skeleton) && language === first,
          normal,
          path: null,
          snippet,
        };
      }),
    ),
  );
  return { templates: fittingFirst(wired), problems: [] };
}

function fittingFirst(templates: readonly WireTemplate[]): WireTemplate[] {
  return [...templates.filter(({ fits }) => fits), ...templates.filter(({ fits }) => !fits)];
}
