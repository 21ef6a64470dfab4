/** Entry point of `out/server.js`: VS Code starts it with `--node-ipc`, other editors with `--stdio`. */
import { createEngine } from '../engine/engine.js';
import { crashQuietly } from './quietCrash.js';
import { startServer } from './startServer.js';

crashQuietly();
void startServer({ createEngine, bundleFolder: __dirname });
