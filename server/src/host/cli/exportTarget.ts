/** Where the files of an export go. */
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import type { ExportContext, ExportFormat, ReportToExport } from '../../store/exports/exportFormat.js';
import { reportExtensions } from '../../store/walkReports.js';
import { CliError, exitCodes } from './exitCodes.js';
import type { Messages } from './messages.js';

/** In a folder that an export made; hidden, so that no reader of folders takes it for a report. */
const marker = '.glosa-export';

export interface ExportTarget {
  /** The file or folder that the person gets. */
  readonly path: string;
  /** @param stem the report's path without ending. */
  write(stem: string, report: ReportToExport, context: ExportContext): Promise<void>;
  /** `whole`: the run came to its end; else tables, which would be torn, are taken away. */
  close(whole: boolean): Promise<void>;
}

const isReport = (name: string): boolean => reportExtensions.includes(extname(name).toLowerCase());

/**
 * The file or folder to write. @throws CliError with exit code 2 where reports or annotations of others could be
 * overwritten: a folder with reports or `.ann` files is taken only where an export made it.
 */
export async function outOf(
  given: string,
  format: ExportFormat,
  cwd: string,
  messages: Messages,
): Promise<string> {
  const out = resolve(cwd, given);
  const found = await stat(out).catch(() => null);
  const [table, ...more] = format.layout === 'tables' ? format.tables : [];
  if (table !== undefined && more.length === 0) {
    const folder = found?.isDirectory() === true || (found === null && /[/\\]$/.test(given));
    if (folder) return join(out, table.file);
    if (found !== null && isReport(out))
      throw new CliError(exitCodes.usage, messages.usage.outHoldsReports(given));
    return out;
  }
  if (found !== null && !found.isDirectory())
    throw new CliError(exitCodes.usage, messages.usage.notAFolder(given));
  const names = found === null ? [] : await readdir(out);
  if (!names.includes(marker) && names.some((name) => isReport(name) || name.endsWith('.ann')))
    throw new CliError(exitCodes.usage, messages.usage.outHoldsReports(given));
  return out;
}

/** @param out from {@link outOf}. @throws the system's errors. */
export async function openExport(out: string, format: ExportFormat): Promise<ExportTarget> {
  if (format.layout === 'perReport') {
    await mkdir(out, { recursive: true });
    await writeFile(join(out, marker), '');
    return {
      path: out,
      async write(stem, report, context) {
        await mkdir(dirname(join(out, stem)), { recursive: true });
        for (const { ending, content } of format.files(report, context))
          await writeFile(join(out, stem + ending), content);
      },
      close: () => Promise.resolve(),
    };
  }
  const single = format.tables.length === 1;
  await mkdir(single ? dirname(out) : out, { recursive: true });
  const tables = await Promise.all(
    format.tables.map(async (table) => ({
      file: await openWhole(single ? out : join(out, table.file)),
      encoder: await table.open(),
    })),
  );
  return {
    path: out,
    async write(_stem, report, context) {
      for (const { file, encoder } of tables) await file.handle.writeFile(encoder.add(report, context));
    },
    async close(whole) {
      for (const { file, encoder } of tables) {
        let ended = false;
        try {
          if (whole) await file.handle.writeFile(encoder.end());
          ended = whole;
        } finally {
          await file.close(ended);
        }
      }
    },
  };
}

/** A file that is there whole or not at all. */
async function openWhole(
  path: string,
): Promise<{ readonly handle: FileHandle; close(whole: boolean): Promise<void> }> {
  const found = await stat(path).catch(() => null);
  // A device or pipe has no place beside it and cannot be renamed over.
  const beside = found === null || found.isFile() ? `${path}.part` : path;
  const handle = await open(beside, 'w');
  return {
    handle,
    async close(whole) {
      await handle.close();
      if (beside === path) return;
      if (whole) await rename(beside, path);
      else await rm(beside, { force: true });
    },
  };
}
