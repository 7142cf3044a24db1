import { createRequire } from 'node:module';

/**
 * Replaces `node:http` in the bundles. Node reads all properties of a built-in module that an ES module imports, and some of this
 * module's load Node's WebSocket and `fetch`, which functions do not use. `require` reads none.
 */
const http: typeof import('node:http') = createRequire(import.meta.url)('node:http');

export const { Agent, request } = http;
