/** The language server on the fake engine, bundled by the tests and run as a process of its own. */
import { join } from 'node:path';
import { startServer } from '../../server/src/host/startServer.js';
import { createFakeEngine } from './fakeEngine.js';

void startServer({
  createEngine: createFakeEngine,
  bundleFolder: __dirname,
  // Tests run in the project's folder.
  terminologyPath: join(process.cwd(), 'terminology'),
});
