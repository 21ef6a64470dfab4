#!/usr/bin/env node
// The command of a clone: runs the bundle that `npm run build` writes, or says that it is not there yet.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const bundle = join(__dirname, '..', 'out', 'glosa.js');
if (existsSync(bundle)) {
  require(bundle);
} else {
  process.stderr.write('glosa: not built yet; run: npm run build\n');
  process.exitCode = 2;
}
