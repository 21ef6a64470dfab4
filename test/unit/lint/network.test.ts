/** The bundles that ship: what they load, and that none of it speaks to a network. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Builder {
  readonly build: (options: { outdir: string }) => Promise<string[]>;
}

const folder = mkdtempSync(join(tmpdir(), 'glosa-network-'));
let scripts: ReadonlyMap<string, string>;
beforeAll(async () => {
  const { build } = (await import(join(process.cwd(), 'esbuild.mjs'))) as Builder;
  await build({ outdir: folder });
  scripts = new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.js'))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Speak to other machines, or to whatever a socket leads to. */
const speaking = [
  'http',
  'https',
  'http2',
  'net',
  'tls',
  'dgram',
  'dns',
  'dns/promises',
  'inspector',
  'undici',
  'ws',
];
/** The language server's own transports: a pipe or a socket that the client names on the command line. */
const transports: Readonly<Record<string, readonly string[]>> = {
  'client.js': ['net'],
  'server.js': ['net'],
  'glosa.js': ['net'],
};

function required(source: string): string[] {
  const names = [...source.matchAll(/\b(?:require|import)\(\s*["'`]([^"'`]+)["'`]\s*\)/gu)].map((match) =>
    match[1]!.replace(/^node:/u, ''),
  );
  return [...new Set(names)].sort();
}

describe('the bundles', () => {
  it('are all of them, and load built-in modules, VS Code and the model’s runtime alone', () => {
    expect([...scripts.keys()]).toEqual(
      expect.arrayContaining(['client.js', 'server.js', 'glosa.js', 'engine-child.js', 'panel.js']),
    );
    const known = new Set([...builtinModules, 'vscode', 'onnxruntime-node', 'onnxruntime-common']);
    for (const [name, source] of scripts)
      expect(
        required(source).filter((module) => !known.has(module)),
        name,
      ).toEqual([]);
  });

  it('load nothing that speaks to a network, but for the transports of the language server', () => {
    for (const [name, source] of scripts)
      expect(
        required(source).filter((module) => speaking.includes(module)),
        name,
      ).toEqual(transports[name] ?? []);
  });

  it('call nothing that fetches', () => {
    const fetching =
      /(?<![\w$.])(?:fetch|XMLHttpRequest|WebSocket|EventSource|RTCPeerConnection)\s*\(|\bsendBeacon\b|globalThis\.fetch|env\.openExternal\([^)]*https?:/u;
    for (const [name, source] of scripts) expect(fetching.exec(source)?.[0] ?? null, name).toBeNull();
  });

  it('listen and connect nowhere else: the calls are those of vscode-jsonrpc and the client library', () => {
    for (const [name, source] of scripts) {
      const calls = source.match(/\.(?:createServer|createConnection)\)?\(/gu) ?? [];
      if (transports[name] === undefined) expect(calls, name).toEqual([]);
    }
    const own = ['server/src', 'client/src'].flatMap((root) =>
      readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => [join(root, name), readFileSync(join(root, name), 'utf8')] as const),
    );
    expect(own.length).toBeGreaterThan(100);
    for (const [name, source] of own)
      expect(/from '(?:node:)?(?:http|https|http2|net|tls|dgram|dns)'|\bfetch\(/u.test(source), name).toBe(
        false,
      );
  });
});
