/** Entry of the throw-away probe process (`out/engine-probe.js`). */
import { runProbe } from './probeMain.js';

runProbe();
