/** Asks which findings go into the Impression. The server lists them, words them and makes the edit. */
import { l10n, QuickPickItemKind, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
import { commands as ids } from '../../server/src/protocol.js';
import type {
  AddFindingsArguments,
  AddFindingsResult,
  WireMissingFinding,
} from '../../server/src/protocol.js';

interface FindingItem extends QuickPickItem {
  /** Absent on a separator. */
  readonly finding?: WireMissingFinding;
}

function itemsOf(findings: readonly WireMissingFinding[]): FindingItem[] {
  const item = (finding: WireMissingFinding): FindingItem => ({
    label: finding.line,
    description: l10n.t('line {0}', finding.range.start.line + 1),
    finding,
  });
  const notable = findings.filter((finding) => finding.notable);
  const others = findings.filter((finding) => !finding.notable);
  const separator = (label: string): FindingItem => ({ label, kind: QuickPickItemKind.Separator });
  return [
    ...(notable.length === 0 ? [] : [separator(l10n.t('An Impression would name')), ...notable.map(item)]),
    ...(others.length === 0 ? [] : [separator(l10n.t('Also stated')), ...others.map(item)]),
  ];
}

/** Nothing is chosen beforehand: each line goes into the report because a person ticked it. */
async function choose(listed: AddFindingsResult): Promise<readonly WireMissingFinding[]> {
  if (!listed.impression) {
    void window.showInformationMessage(l10n.t('The report has no Impression: add its heading first.'));
    return [];
  }
  if (listed.findings.length === 0) {
    void window.showInformationMessage(l10n.t('The Impression lacks no finding that Glosa knows of.'));
    return [];
  }
  const chosen = await window.showQuickPick(itemsOf(listed.findings), {
    title: l10n.t('Add findings to the Impression'),
    placeHolder: l10n.t('Tick what is to be inserted'),
    canPickMany: true,
    matchOnDescription: true,
  });
  return (chosen ?? []).flatMap(({ finding }) => (finding === undefined ? [] : [finding]));
}

/** Completes `glosa.addMissingFindings`; other commands go to the middleware it is put before. */
export function findingsMiddleware(rest: Middleware): Middleware {
  return {
    ...rest,
    executeCommand: async (command, args: unknown[], ask): Promise<unknown> => {
      const next = (name: string, list: unknown[]): Promise<unknown> =>
        Promise.resolve(ask(name, list) as unknown);
      switch (command) {
        case ids.addMissingFindings:
          return addChosen(args, next);
        default:
          return rest.executeCommand === undefined
            ? next(command, args)
            : ((await rest.executeCommand(command, args, ask)) as unknown);
      }
    },
  };
}

async function addChosen(
  args: unknown[],
  next: (name: string, list: unknown[]) => Promise<unknown>,
): Promise<unknown> {
  const begun = (args[0] ?? {}) as Partial<AddFindingsArguments>;
  const editor = window.activeTextEditor;
  if (begun.findings !== undefined || editor === undefined) return next(ids.addMissingFindings, args);
  const uri = editor.document.uri.toString();
  const { line, character } = editor.selection.active;
  const listed = (await next(ids.addMissingFindings, [{ uri }])) as AddFindingsResult | null;
  const findings = listed === null ? [] : (await choose(listed)).map(({ range }) => range);
  if (findings.length === 0) return null;
  const request: AddFindingsArguments = { uri, findings, at: { line, character } };
  return next(ids.addMissingFindings, [request]);
}
