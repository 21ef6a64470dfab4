import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWindow, type TestWindow } from './window.js';
import { enginePids } from '../processes.js';
import { plainReport, spanishReport } from '../reports.js';
import { spaced, waitMs } from '../workbench.js';

let window: TestWindow;

beforeAll(async () => {
  window = await openWindow({ files: { 'informe.informe': spanishReport, 'otro.informe': plainReport } });
});
afterAll(() => window.close());

function engines(): number[] {
  return enginePids(window.server.pid);
}

describe('resilience', () => {
  it('reads on when its engine process is killed while the report is open', async () => {
    const { workbench } = window;
    await workbench.openFile('informe.informe');
    await workbench.codeLens
      .filter({ hasText: spaced('8140/3 ') })
      .first()
      .waitFor();
    const before = engines();
    expect(before.length).toBeGreaterThan(0);
    for (const pid of before) {
      process.kill(pid, 'SIGKILL');
    }
    // A sentence never read before, so no cache can answer.
    await workbench.openFile('otro.informe');
    await workbench.goTo(2);
    await workbench.type('Se confirma un adenocarcinoma mucinoso de colon. ');
    await workbench.squiggle('info');
    expect(engines().filter((pid) => before.includes(pid))).toEqual([]);
  });

  it('restarts the server on command and reads again', async () => {
    const { workbench } = window;
    await workbench.openFile('informe.informe');
    await workbench.codeLens
      .filter({ hasText: spaced('8140/3 ') })
      .first()
      .waitFor();
    const before = engines();
    await workbench.runCommand('Glosa: Restart Server');
    await expect
      .poll(() => engines().filter((pid) => !before.includes(pid)).length, { timeout: waitMs })
      .toBeGreaterThan(0);
    await workbench.codeLens
      .filter({ hasText: spaced('8140/3 ') })
      .first()
      .waitFor();
    await workbench.squiggle('info');
    await expect.poll(() => engines().length, { timeout: waitMs }).toBe(1);
  });
});
