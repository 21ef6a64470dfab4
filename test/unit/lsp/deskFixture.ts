/** A desk whose decisions are in memory, for tests of single features. */
import { ReviewDesk } from '../../../server/src/lsp/reviewDesk.js';

export function memoryDesk(): ReviewDesk {
  return new ReviewDesk({
    folders: () => [],
    trusted: true,
    pack: () => null,
    tell: () => undefined,
    onChange: () => undefined,
  });
}
