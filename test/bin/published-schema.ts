import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { OUTPUTS } from '../../bin/output/registry.ts';

const FOLDER = join(import.meta.dirname, '../../schema/output');
const FORMER_NAMES: Readonly<Record<string, string>> = { retrainings: 'retrain list', refuse: 'reject' };

const ajv = new Ajv2020({
  allErrors: true,
  strictTuples: false,
  allowUnionTypes: true,
  formats: { 'date-time': true },
});
const validators = new Map<string, ValidateFunction>();

/** The file in schema/output/ that describes what these arguments print with --json; undefined if none does. */
export function publishedFor(args: readonly string[]): string | undefined {
  const [first = '', second = '-'] = args;
  const words = wordsOf(FORMER_NAMES[first] ?? first, second, args);
  return Object.keys(OUTPUTS).find((name) => OUTPUTS[name].commands.includes(words));
}

function wordsOf(command: string, second: string, args: readonly string[]): string {
  if (command === 'retrain' && second === 'list') return 'retrain list';
  if (command === 'status' && args.includes('--function')) return 'status --function';
  if (command === 'doctor' && !second.startsWith('-')) return 'doctor MONITOR';
  return command;
}

/** What a document has that its published schema does not allow, and what it lacks. */
export function faultsIn(document: unknown, name: string): string[] {
  const validate = validators.get(name) ?? compile(name);
  return validate(document)
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
}

function compile(name: string): ValidateFunction {
  const validate = ajv.compile(closed(JSON.parse(readFileSync(join(FOLDER, `${name}.schema.json`), 'utf8'))));
  validators.set(name, validate);
  return validate;
}

/**
 * A schema that allows no field that it does not name. Published schemas leave room for later versions; this version is held to
 * what they document.
 */
export function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (schema === null || typeof schema !== 'object') return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, closed(part)]));
  const isOpen = 'properties' in parts && parts['type'] === 'object' && !('additionalProperties' in parts);
  return (isOpen ? { ...parts, additionalProperties: false } : parts) as T;
}

/** @throws Error if these arguments print JSON that is not as published */
export function requireAsPublished(args: readonly string[], stdout: string): void {
  if (!args.includes('--json') || stdout === '' || args.includes('--help')) return;
  const name = publishedFor(args);
  if (name === undefined) throw new Error(`no schema describes what ${args[0]} prints with --json`);
  const faults = faultsIn(JSON.parse(stdout), name);
  if (faults.length > 0) throw new Error(`schema/output/${name}.schema.json:\n${faults.slice(0, 20).join('\n')}`);
}
