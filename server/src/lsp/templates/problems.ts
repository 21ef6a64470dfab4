/** Files that are no templates: each is told once, again after it changed for another reason. */
import { MessageType, ShowMessageNotification } from 'vscode-languageserver/node';
import type { Session } from '../session.js';
import type { FileProblem } from './siteTemplates.js';

const told = new WeakMap<Session, Map<string, string>>();

export function problemText(session: Session, { path, problem, line }: FileProblem): string {
  return session.messages.templates.problem(path, problem, line);
}

export function tellProblems(session: Session, problems: readonly FileProblem[]): void {
  const known = told.get(session) ?? new Map<string, string>();
  told.set(session, known);
  for (const problem of problems) {
    const message = problemText(session, problem);
    if (known.get(problem.path) === message) continue;
    known.set(problem.path, message);
    session.connection
      .sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message })
      .catch(() => undefined);
  }
}
