import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'vitest';
import { createEngine } from '../../../server/src/engine/engine.js';
import { bundle } from '../../fixtures/engine/bundle.js';
const folder = '/tmp/cantemist/dev1';
test('perf', async () => {
  const childPath = await bundle('server/src/engine/child.ts', '/tmp/eng/real', 'engine-child.js');
  await bundle('server/src/engine/probe.ts', '/tmp/eng/real', 'engine-probe.js');
  const texts = readdirSync(folder).filter((f) => f.endsWith('.txt')).map((f) => readFileSync(join(folder, f), 'utf8'));
  const seen = new Set<string>();
  const sents = texts.join('\n').split(/[.\n]+\s/).map((t) => t.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().match(/\p{L}+|\p{N}+|[^\s\p{L}\p{N}]/gu) ?? []).filter((w) => w.length > 0 && !seen.has(w.join(' ')) && seen.add(w.join(' ')));
  const inputs = sents.map((words) => ({ words, caseTypes: words.map(() => 0 as const) }));
  const words = sents.reduce((s, w) => s + w.length, 0);
  console.log('sentences', sents.length, 'words', words);
  for (const processes of [1, 2]) {
    const t = performance.now();
    const engine = createEngine({ packPath: 'models/glosa-base', device: 'cpu', threads: 1, processes, cacheBytes: 3e7, watchdogMs: 60000, childPath });
    let gap = 0; let last = performance.now(); let stop = false;
    await engine.read([inputs[0]!], { priority: 'typing' });
    console.log('processes', processes, 'cold create→first result ms', (performance.now() - t).toFixed(0));
    const lat: number[] = [];
    const short = inputs.filter((i) => i.words.length >= 26 && i.words.length <= 30).slice(0, 60);
    for (const i of short) { const a = performance.now(); await engine.read([i], { priority: 'typing' }); lat.push(performance.now() - a); }
    lat.sort((a, b) => a - b);
    console.log('single ~28-word sentence ms p50', lat[lat.length >> 1]!.toFixed(1), 'p95', lat[Math.floor(lat.length * 0.95)]!.toFixed(1));
    const loop = (async () => { last = performance.now(); while (!stop) { await turn(); const n = performance.now(); gap = Math.max(gap, n - last); last = n; await new Promise((r) => setTimeout(r, 1)); last = performance.now(); } })();
    const cpu = process.cpuUsage(); const b = performance.now();
    const n = 3000; const some = inputs.slice(200, 200 + n);
    const reqs: Promise<unknown>[] = []; for (let i = 0; i < n; i += 10) reqs.push(engine.read(some.slice(i, i + 10), { priority: 'batch' }));
    await Promise.all(reqs); const dt = performance.now() - b; const used = process.cpuUsage(cpu);
    stop = true; await loop;
    const w = some.reduce((s, i) => s + i.words.length, 0);
    console.log('batch', n, 'sentences', w, 'words in ms', dt.toFixed(0), '→ 112-word reports/s', (w / 112 / dt * 1000).toFixed(1), 'parent cpu ms', ((used.user + used.system) / 1000).toFixed(0), 'gap ms', gap.toFixed(1));
    await engine.dispose();
  }
}, 600000);
