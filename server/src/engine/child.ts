/** Entry of the reader process (`out/engine-child.js`). */
import { runChild } from './childMain.js';
import { createDecoder } from './decode/index.js';
import { openSession } from './session.js';

runChild({ createDecoder, openSession });
