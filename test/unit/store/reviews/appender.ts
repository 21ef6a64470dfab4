/** A process that appends decisions: `node appender.js ROOT WHO COUNT`. Says "ready" before the first. */
import { ReviewLog } from '../../../../server/src/store/reviews/reviewLog.js';
import { decided } from './samples.js';

async function main(): Promise<void> {
  const [root = '', who = '', count = '0'] = process.argv.slice(2);
  const log = ReviewLog.of(root);
  process.stdout.write('ready\n');
  for (let index = 0; index < Number(count); index++) {
    await log.record(decided('Un adenocarcinoma.', ['adenocarcinoma'], { who, note: `${who} ${index}` }));
    if (log.problem !== null) throw new Error(JSON.stringify(log.problem));
  }
}

void main();
