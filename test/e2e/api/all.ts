/** Every file of API tests; esbuild follows these imports. */
import './extension.test.js';
import './reading.test.js';
import './deciding.test.js';
import './evaluating.test.js';
import './resilience.test.js';
