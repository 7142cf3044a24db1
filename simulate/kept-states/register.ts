/**
 * Preloaded by `npm run simulate`: replaces the product's `state-store.ts` by one that keeps states as objects. Writing and
 * reading them as text took two thirds of a simulated year. Results are the same without it: `node simulate/run.ts`.
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
