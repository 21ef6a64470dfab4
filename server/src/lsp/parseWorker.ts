/** Entry of `out/parse-worker.js`: parses one large text in a thread of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { parseReport } from '../core/report.js';
import { caseTypesOff } from '../core/words.js';
import { piecesOf } from './parsePieces.js';

const { text, port } = workerData as { readonly text: string; readonly port: MessagePort };
for (const piece of piecesOf(parseReport(text), caseTypesOff(text))) port.postMessage(piece);
parentPort?.postMessage('done');
