/** Parsing that never holds up the server: small texts here, large ones in a thread. */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { parseReport } from '../core/report.js';
import type { ParsedReport } from '../core/report.js';
import { PieceCollector } from './parsePieces.js';
import type { Piece } from './parsePieces.js';

/** A text up to this long is parsed at once: about ten milliseconds, less than starting a thread takes. */
const atOnceUnits = 12_288;
/** Whether a text is cut in a thread. */
export function needsThread(text: string): boolean {
  return text.length > atOnceUnits;
}

/** A large text waits this long for the next key stroke before a thread is spent on it. */
const settleMs = 50;
/** Time spent on taking over pieces between two turns of the event loop. */
const sliceMs = 8;

/**
 * The same result as `parseReport`; null where `signal` ended it.
 * @param workerPath bundled parseWorker.ts; where it cannot run, the text is parsed here.
 */
export async function parse(
  text: string,
  signal: AbortSignal,
  workerPath: string,
): Promise<ParsedReport | null> {
  if (!needsThread(text)) return parseReport(text);
  await sleep(settleMs);
  if (signal.aborted) return null;
  const { port1: here, port2: there } = new MessageChannel();
  const worker = new Worker(workerPath, { workerData: { text, port: there }, transferList: [there] });
  try {
    const end = await endOf(worker, signal);
    if (end === 'aborted') return null;
    if (end === 'failed') return parseReport(text);
    return await collect(text, here, signal);
  } finally {
    here.close();
    await worker.terminate();
  }
}

function endOf(worker: Worker, signal: AbortSignal): Promise<'done' | 'failed' | 'aborted'> {
  return new Promise((resolve) => {
    worker.once('message', () => {
      resolve('done');
    });
    worker.once('error', () => {
      resolve('failed');
    });
    worker.once('exit', () => {
      resolve('failed');
    });
    signal.addEventListener('abort', () => {
      resolve('aborted');
    });
  });
}

/** Takes the pieces over, a slice at a time. The port has no listener: they wait until asked for. */
async function collect(text: string, port: MessagePort, signal: AbortSignal): Promise<ParsedReport | null> {
  const collector = new PieceCollector(text);
  let sliceStart = performance.now();
  for (;;) {
    const received = receiveMessageOnPort(port);
    if (received === undefined) return collector.report();
    collector.add(received.message as Piece);
    if (performance.now() - sliceStart >= sliceMs) {
      await nextTurn();
      if (signal.aborted) return null;
      sliceStart = performance.now();
    }
  }
}
