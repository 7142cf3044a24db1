/**
 * Preloaded by `npm run simulate`: monitors keep their state as an object rather than as text in their store. Otherwise, two
 * thirds of the time of a monitor's year went into writing and reading it. Everything works without this, only slower.
 */
import { registerHooks } from 'node:module';

const STORED = new URL('../../lambdas/core/decision/state-store.ts', import.meta.url).href;
const KEPT = new URL('./state-store.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    return found.url === STORED ? { ...found, url: KEPT } : found;
  },
});
