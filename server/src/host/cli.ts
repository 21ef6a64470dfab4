/** Entry of the command `glosa` (`out/glosa.js`): wires the process to `runCli`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine } from '../engine/engine.js';
import { exitCodes } from './cli/exitCodes.js';
import { messagesFor } from './cli/messages.js';
import { runCli } from './cli/runCli.js';
import { crashQuietly } from './quietCrash.js';
import { startServer } from './startServer.js';

/** An interrupted run has this long to release its lock before the process ends anyway. */
const interruptGraceMs = 120;

const interrupt = new AbortController();
const messages = messagesFor(process.env);

function onSignal(exitCode: number): void {
  // The second signal does not wait.
  if (interrupt.signal.aborted) process.exit(exitCode);
  interrupt.abort(exitCode);
  setTimeout(() => {
    process.stderr.write(`glosa: ${messages.interrupted}\n`);
    process.exit(exitCode);
  }, interruptGraceMs).unref();
}

/** Version in the `package.json` beside the folder of the bundle. */
function ownVersion(): string {
  const own = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { version: string };
  return own.version;
}

async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  const exitCode = await runCli(argv, {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    interactive: process.stderr.isTTY,
    cwd: process.cwd(),
    messages,
    signal: interrupt.signal,
    version: ownVersion(),
    defaultPackPath: join(__dirname, '..', 'models', 'glosa-base'),
    childPath: join(__dirname, 'engine-child.js'),
    createEngine,
    serve: () => startServer({ createEngine, bundleFolder: __dirname }),
  });
  process.exitCode = exitCode;
  // Left open after an interruption: standard input being read, children on their way out.
  if (interrupt.signal.aborted || exitCode !== exitCodes.ok) process.exit(exitCode);
}

crashQuietly();
process.on('SIGINT', () => {
  onSignal(exitCodes.interrupted);
});
process.on('SIGTERM', () => {
  onSignal(exitCodes.terminated);
});
// Errors of a closed output are handled where they are written; without a listener they would crash the process.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

void main();
