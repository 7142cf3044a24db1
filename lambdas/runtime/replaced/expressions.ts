/**
 * Replaces `acorn` in the bundles, the JavaScript parser with which arquero reads table expressions; it takes a tenth of a bundle.
 * The core passes arquero functions in `escape()`, which arquero calls without parsing. Column names and `op` calls count as
 * expressions too: `groupby('name')`, `orderby('name')` and `count()` need the parser. arquero then throws its own error,
 * "Expression parse error", with the expression.
 */
export function parse(): never {
  throw new Error('a bundled function cannot parse JavaScript');
}
