import type { GoldFileProblem } from '../../lsp/evaluation/problems.js';
import { maxGoldBytes } from '../../lsp/evaluation/problems.js';
import type { Messages } from './messages.js';
import { whyNot } from './session.js';

/** What is wrong with a file of an evaluation, for a person. */
export function goldProblemText(problem: GoldFileProblem, messages: Messages): string {
  switch (problem.kind) {
    case 'noText':
      return messages.failure.noText;
    case 'engineFailed':
      return messages.failure.engineFailed;
    case 'unread':
      return whyNot(problem.file, maxGoldBytes, messages);
    case 'ann':
      return messages.annProblem[problem.fault];
    case 'annotation':
      return messages.importProblem[problem.fault];
    case 'table':
      return messages.goldProblem[problem.fault];
  }
}
