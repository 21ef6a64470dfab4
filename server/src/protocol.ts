/**
 * Messages and names that the client and the server share; the only server file the client imports.
 * `docs/protocol.md` describes them and changes together with them (a unit test checks it).
 */
export * from './protocol/analysis.js';
export * from './protocol/assessment.js';
export * from './protocol/commands.js';
export * from './protocol/findCode.js';
export * from './protocol/evaluation.js';
export * from './protocol/names.js';
export * from './protocol/ranges.js';
export * from './protocol/reportMap.js';
export * from './protocol/requests.js';
export * from './protocol/review.js';
export * from './protocol/settings.js';
export * from './protocol/templates.js';
export * from './protocol/workspace.js';
