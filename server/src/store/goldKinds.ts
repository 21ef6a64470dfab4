/** What kinds of gold a folder has. */
import { readFile, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { cantemistLabel } from './cantemist.js';
import { GoldFolder } from './goldReports.js';
import { readCodiesp } from './imports/codiespFolder.js';
import type { CodiespFolder } from './imports/codiespFolder.js';

export type GoldKind = 'cantemist' | 'codiesp' | 'entities' | 'labels' | 'exam';

/** Gold of one kind, and how many documents it has. */
export interface FoundGold {
  readonly kind: GoldKind;
  readonly documents: number;
}

export interface FoundFolder {
  readonly gold: readonly FoundGold[];
  readonly tables: GoldFolder;
  /** Null where it is no CodiEsp folder. */
  readonly codiesp: CodiespFolder | null;
}

/** Annotation files that are looked into before a folder is taken for one without CANTEMIST's label. */
const filesLookedInto = 50;

/**
 * A folder may have several: annotated reports and a table of their labels. `.ann` files are CANTEMIST's where one of
 * the first has its label, else brat in Glosa's schema.
 * @throws the system's error where the folder cannot be read.
 */
export async function findGold(folder: string): Promise<FoundFolder> {
  const listed = (await readdir(folder, { recursive: true })).map((name) => name.split(sep).join('/'));
  const names = new Set(listed.filter((name) => !/(?:^|\/)\./.test(name)));
  const annotated = [...names].filter(
    (name) => name.endsWith('.ann') && names.has(`${name.slice(0, -'.ann'.length)}.txt`),
  );
  const gold: FoundGold[] = [];
  if (annotated.length > 0) {
    const kind = (await hasCantemist(folder, annotated)) ? 'cantemist' : 'entities';
    gold.push({ kind, documents: annotated.length });
  }
  const isTable = (name: string): boolean => /^[^/]*[DPX]\.tsv$/.test(name);
  const codiesp = [...names].some(isTable) ? await readCodiesp(folder) : null;
  const texts =
    codiesp === null ? 0 : [...codiesp.cases.keys()].filter((name) => codiesp.texts.has(name)).length;
  if (texts > 0) gold.push({ kind: 'codiesp', documents: texts });
  const tables = await GoldFolder.open(folder);
  const labelled = tables.rows.filter(({ labels }) => labels.size > 0).length;
  if (labelled > 0) gold.push({ kind: 'labels', documents: labelled });
  const exams = tables.rows.filter(({ exam }) => exam !== null).length;
  if (exams > 0) gold.push({ kind: 'exam', documents: exams });
  return { gold, tables, codiesp: texts > 0 ? codiesp : null };
}

async function hasCantemist(folder: string, annotated: readonly string[]): Promise<boolean> {
  const mark = new RegExp(`^T\\S*\\t${cantemistLabel} `, 'mu');
  for (const name of [...annotated].sort().slice(0, filesLookedInto)) {
    const content = await readFile(join(folder, name), 'utf8').catch(() => '');
    if (mark.test(content)) return true;
  }
  return false;
}
