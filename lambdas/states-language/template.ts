import { DefinitionError } from './errors.ts';
import { type Bindings, compileExpression, type Expression, type Names } from './expression.ts';

/** A JSON value of the definition. Texts of the form `{% … %}` in it are expressions. */
export type Template = Expression;

/** @throws DefinitionError */
export function compileTemplate(value: unknown, path: string, names: Names): Template {
  if (typeof value === 'string') return compileText(value, path, names);
  if (value === null || typeof value !== 'object') return { evaluate: async () => value };
  if (Array.isArray(value)) {
    const items = value.map((item, index) => compileTemplate(item, `${path}[${index}]`, names));
    return { evaluate: (bindings) => evaluateAll(items, bindings) };
  }
  const keys = Object.keys(value);
  const path$ = keys.find((key) => key.endsWith('.$'));
  if (path$ !== undefined) throw new DefinitionError(path, `${path$} is JSONPath, which is not supported: use {% … %}`);
  const items = Object.entries(value).map(([key, item]) => compileTemplate(item, `${path}.${key}`, names));
  return {
    evaluate: async (bindings) => {
      const values = await evaluateAll(items, bindings);
      return Object.fromEntries(keys.map((key, index) => [key, values[index]]));
    },
  };
}

/** Whether a text is an expression. @throws DefinitionError when it has only one of `{%` and `%}` */
export function isExpression(text: string, path: string): boolean {
  const opens = text.trimStart().startsWith('{%');
  const closes = text.trimEnd().endsWith('%}');
  if (!opens && !closes) return false;
  if (text.length < 4 || !text.startsWith('{%') || !text.endsWith('%}'))
    throw new DefinitionError(path, `an expression starts with {% and ends with %}, with nothing around it: ${text}`);
  return true;
}

function compileText(text: string, path: string, names: Names): Template {
  if (!isExpression(text, path)) return { evaluate: async () => text };
  return compileExpression(text.slice(2, -2), path, names);
}

/** Evaluates in order, so that the first failure is always the same. */
async function evaluateAll(templates: readonly Template[], bindings: Bindings): Promise<unknown[]> {
  const values: unknown[] = [];
  for (const template of templates) values.push(await template.evaluate(bindings));
  return values;
}
