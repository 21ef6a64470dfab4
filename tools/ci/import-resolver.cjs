'use strict';
// Resolver for eslint-plugin-boundaries: sources import one another as `./name.js` while the file on disk
// is `name.ts`. Without it no import is recognised and the import-direction rule passes everything.
const { existsSync } = require('node:fs');
const { isBuiltin } = require('node:module');
const { dirname, resolve } = require('node:path');

module.exports = {
  interfaceVersion: 2,
  resolve(source, file) {
    if (isBuiltin(source)) {
      return { found: true, path: null };
    }
    if (!source.startsWith('.')) {
      return { found: false };
    }
    const target = resolve(dirname(file), source);
    const candidates = [target, target.replace(/\.js$/, '.ts'), target.replace(/\.mjs$/, '.mts')];
    const path = candidates.find((candidate) => existsSync(candidate));
    return path === undefined ? { found: false } : { found: true, path };
  },
};
