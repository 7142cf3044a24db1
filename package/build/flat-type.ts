import ts from 'typescript-api';
import { type JsonSchema, schemasAt } from '../../lambdas/core/monitor/json-schema.ts';

/** Where the words about a type's members come from. */
export interface Words {
  readonly checker: ts.TypeChecker;
  /** Describes the members where the type has no comments; undefined: nothing does. */
  readonly schema: JsonSchema | undefined;
}

type Path = readonly (string | number)[];

/** The longest way into a type. A longer one is a type that contains itself, which cannot be written out. */
const MAX_DEPTH = 40;

/**
 * A type written out with its comments, without the names of the libraries that it is computed with: what a schema of zod accepts or
 * returns, for programs that do not have zod.
 */
export function flatType(type: ts.Type, words: Words, path: Path = []): string {
  const { checker } = words;
  if (path.length > MAX_DEPTH) throw new Error(`a type contains itself: ${path.slice(0, 5).join('.')}`);
  if (type.isUnion()) return flatUnion(type, words, path);
  if (checker.isArrayType(type)) {
    const [item] = checker.getTypeArguments(type as ts.TypeReference);
    const text = flatType(item, words, [...path, 0]);
    const readonly = type.symbol.name === 'ReadonlyArray' ? 'readonly ' : '';
    const isCompound = (item.isUnion() && text !== 'boolean') || text.startsWith('readonly ');
    return `${readonly}${isCompound ? `(${text})` : text}[]`;
  }
  if (checker.isTupleType(type)) {
    const items = checker.getTypeArguments(type as ts.TypeReference);
    return `[${items.map((item) => flatType(item, words, [...path, 0])).join(', ')}]`;
  }
  if ((type.flags & ts.TypeFlags.Object) === 0 && !type.isIntersection()) return checker.typeToString(type);
  const builtIn = builtInName(type);
  if (builtIn !== undefined) {
    const given = checker.getTypeArguments(type as ts.TypeReference);
    return `${builtIn}<${given.map((each) => flatType(each, words, [...path, 'name'])).join(', ')}>`;
  }
  return flatObject(type, words, path);
}

/** A type of the language's libraries with parameters. */
function builtInName({ symbol }: ts.Type): string | undefined {
  return ['Map', 'ReadonlyMap', 'Set', 'ReadonlySet'].find((name) => symbol?.name === name);
}

function flatUnion(type: ts.UnionType, words: Words, path: Path): string {
  const isBoolean = type.types.filter(({ flags }) => flags & ts.TypeFlags.BooleanLiteral).length === 2;
  const parts = type.types
    .filter(({ flags }) => !(isBoolean && flags & ts.TypeFlags.BooleanLiteral))
    .map((part) => flatType(part, words, path));
  const all = new Set([...parts, ...(isBoolean ? ['boolean'] : [])]);
  // Last, as people write it.
  for (const none of ['null', 'undefined']) if (all.delete(none)) all.add(none);
  return [...all].join(' | ');
}

function flatObject(type: ts.Type, words: Words, path: Path): string {
  const { checker } = words;
  if (type.getCallSignatures().length > 0) throw new Error(`${path.join('.')} is a function: a schema has none`);
  const members = checker.getPropertiesOfType(type).map((symbol) => {
    const inner = [...path, symbol.name];
    const isOptional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    const readonly = isReadonly(symbol) ? 'readonly ' : '';
    const text = flatType(checker.getTypeOfSymbol(symbol), words, inner);
    return `${comment(symbol, words, inner)}${readonly}${nameOf(symbol)}${isOptional ? '?' : ''}: ${text};`;
  });
  const indexes = checker.getIndexInfosOfType(type).map(({ keyType, type: value, isReadonly }) => {
    const text = flatType(value, words, [...path, 'name']);
    return `${isReadonly ? 'readonly ' : ''}[name: ${checker.typeToString(keyType)}]: ${text};`;
  });
  const lines = [...members, ...indexes].join('\n');
  return lines === '' ? '{}' : `{\n${lines.replaceAll(/^/gm, '    ')}\n}`;
}

function nameOf({ name }: ts.Symbol): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function isReadonly({ declarations = [] }: ts.Symbol): boolean {
  return declarations.some(
    (declared) =>
      ts.isPropertySignature(declared) && (ts.getCombinedModifierFlags(declared) & ts.ModifierFlags.Readonly) !== 0,
  );
}

function comment(symbol: ts.Symbol, { checker, schema }: Words, path: Path): string {
  const written = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const found = schema === undefined ? [] : schemasAt(schema, path);
  const described = found.find(({ description }) => description !== undefined)?.description;
  const text = (written || described || '').replaceAll('*/', '* /').replaceAll(/\s+/g, ' ');
  const fallback = found.find((each) => each['default'] !== undefined && typeof each['default'] !== 'object');
  const note = fallback === undefined ? '' : `${text === '' ? '' : ' '}@default ${JSON.stringify(fallback['default'])}`;
  return text + note === '' ? '' : `/** ${text}${note} */\n`;
}
