/** What points of the map are coloured by: groups of what the reports state. */
import type { MapColouring, MapColouringId } from '../../protocol.js';
import type { MapReport } from './mapReports.js';

const mostGroups = 8;

/** A group without its name in the client's language; `description` is null where the id has one there. */
export interface UnnamedGroup {
  readonly id: string;
  readonly description: string | null;
  readonly reports: number;
}
export type UnnamedColouring = Omit<MapColouring, 'groups'> & { readonly groups: readonly UnnamedGroup[] };

interface Member {
  readonly id: string;
  readonly description: string | null;
}

/** Those that at least one report has a group of. */
export function colouringsOf(reports: readonly MapReport[]): UnnamedColouring[] {
  return [
    colouring('labels', reports.map(labelOf)),
    colouring(
      'codes',
      reports.map(({ codes: [best] }) => codeMember(best)),
    ),
    colouring(
      'exam',
      reports.map(({ exam }) => codeMember(exam)),
    ),
    colouring(
      'language',
      reports.map(({ language }) => ({ id: language, description: null })),
    ),
  ].filter(({ groups }) => groups.length > 0);
}

/** The first label that says more than `abnormal`, else that one. */
function labelOf({ labels }: MapReport): Member | null {
  const id = labels.find((label) => label !== 'abnormal') ?? labels[0];
  return id === undefined ? null : { id, description: null };
}

function codeMember(
  code: { readonly code: string; readonly description: string } | null | undefined,
): Member | null {
  return code == null ? null : { id: code.code, description: code.description };
}

function colouring(id: MapColouringId, members: readonly (Member | null)[]): UnnamedColouring {
  const groups = new Map<string, { id: string; description: string | null; reports: number }>();
  for (const member of members) {
    if (member === null) continue;
    const group = groups.get(member.id) ?? { ...member, reports: 0 };
    groups.set(member.id, group);
    group.reports++;
  }
  const shown = [...groups.values()]
    .sort((a, b) => b.reports - a.reports || (a.id < b.id ? -1 : 1))
    .slice(0, mostGroups);
  const placeOf = new Map(shown.map((group, place) => [group.id, place]));
  return { id, groups: shown, groupOf: members.map((member) => placeOf.get(member?.id ?? '') ?? -1) };
}
