/**
 * Stands in the bundles for `acorn`, a parser of JavaScript that arquero reads table expressions with and that weighs a tenth of
 * a bundle. The core hands arquero functions in `escape()`, which it calls as they are. Column names and `op` calls count as
 * expressions too: `groupby('name')`, `orderby('name')` and `count()` need the parser. arquero answers with an error of its own,
 * "Expression parse error", and the expression.
 */
export function parse(): never {
  throw new Error('a bundled function cannot parse JavaScript');
}
