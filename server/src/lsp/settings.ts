/** Settings per resource, cached until the client says that they changed. */
import { z } from 'zod';
import type { Connection } from 'vscode-languageserver/node';
import { defaultSettings, qualityIds, settingsSection } from '../protocol.js';
import type { GlosaSettings, QualityId, QualitySeverity } from '../protocol.js';
import type { ClientFacts } from './clientFacts.js';

const d = defaultSettings;
const severity = z.enum(['error', 'warning', 'information', 'hint', 'off']);
/** Every check, whichever of them are given. */
const quality = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform(
    (given) =>
      Object.fromEntries(
        qualityIds.map((id) => [id, severity.catch(d.quality[id]).parse(given[id])]),
      ) as Record<QualityId, QualitySeverity>,
  );
/** A key that is missing or ill-typed takes its default; it never spoils the other keys. */
const schema = z
  .object({
    enable: z.boolean().catch(d.enable),
    reportGlobs: z.array(z.string()).catch(() => [...d.reportGlobs]),
    model: z.object({ path: z.string().catch(d.model.path) }).catch(() => ({ ...d.model })),
    engine: z
      .object({
        device: z.enum(['auto', 'cpu', 'webgpu', 'cuda']).catch(d.engine.device),
        cudaPath: z.string().catch(d.engine.cudaPath),
      })
      .catch(() => ({ ...d.engine })),
    codes: z
      .object({
        maxCodeLens: z.number().int().min(0).max(20).catch(d.codes.maxCodeLens),
        sectionHeading: z.string().catch(d.codes.sectionHeading),
      })
      .catch(() => ({ ...d.codes })),
    flags: z.enum(['all', 'doubtful', 'none']).catch(d.flags),
    quality,
    entities: z.object({ show: z.boolean().catch(d.entities.show) }).catch(() => ({ ...d.entities })),
    reviewer: z.string().catch(d.reviewer),
    reviews: z
      .object({
        evidenceText: z.boolean().catch(d.reviews.evidenceText),
        openNext: z.boolean().catch(d.reviews.openNext),
      })
      .catch(() => ({ ...d.reviews })),
    labels: z
      .object({ evidenceText: z.boolean().catch(d.labels.evidenceText) })
      .catch(() => ({ ...d.labels })),
    templates: z
      .object({ folders: z.array(z.string()).catch(() => [...d.templates.folders]) })
      .catch(() => ({ folders: [...d.templates.folders] })),
    maxFileSizeKb: z.number().min(1).catch(d.maxFileSizeKb),
  })
  .catch(() => ({ ...d, reportGlobs: [...d.reportGlobs], templates: { folders: [...d.templates.folders] } }));

/** Settings from any value: every missing or ill-typed key takes its default. */
export function readSettings(raw: unknown): GlosaSettings {
  return schema.parse(raw);
}

/** Where features get their settings. Each resource has its own (multi-root workspaces). */
export class SettingsStore {
  readonly #connection: Connection;
  readonly #client: ClientFacts;
  #pushed: GlosaSettings;
  #cache = new Map<string, Promise<GlosaSettings>>();

  constructor(connection: Connection, client: ClientFacts) {
    this.#connection = connection;
    this.#client = client;
    this.#pushed = readSettings(client.options.settings);
  }

  /** @param scope URI of the document or folder; without it, the window's own settings. */
  get(scope = ''): Promise<GlosaSettings> {
    let settings = this.#cache.get(scope);
    if (settings === undefined) {
      settings = this.#ask(scope);
      this.#cache.set(scope, settings);
    }
    return settings;
  }

  /** Takes in `workspace/didChangeConfiguration`; clients that pull send null or nothing of use. */
  changed(pushed: unknown): void {
    this.#cache = new Map();
    if (this.#client.configuration) return;
    if (typeof pushed === 'object' && pushed !== null && settingsSection in pushed) {
      this.#pushed = readSettings((pushed as Record<string, unknown>)[settingsSection]);
    }
  }

  forget(scope: string): void {
    this.#cache.delete(scope);
  }

  async #ask(scope: string): Promise<GlosaSettings> {
    if (!this.#client.configuration) return this.#pushed;
    const item = scope === '' ? { section: settingsSection } : { section: settingsSection, scopeUri: scope };
    try {
      return readSettings(await this.#connection.workspace.getConfiguration(item));
    } catch {
      this.#connection.console.warn('The client did not answer workspace/configuration; defaults are used.');
      return this.#pushed;
    }
  }
}
