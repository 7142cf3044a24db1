/**
 * In place of vitest for mutation runs: collects the tests of the files that import it. They run in this process, many times, which
 * takes a hundredth of the time of starting vitest for each change. It knows what the tests of the mutated rooms use.
 */
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  customMatchers,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';
import * as chai from 'chai';

export interface CollectedTest {
  readonly id: string;
  readonly file: string;
  run(): Promise<void>;
}

type Body = (...args: never[]) => unknown;
type Hook = () => unknown;

interface Suite {
  readonly name: string;
  readonly before: Hook[];
  readonly after: Hook[];
}

const tests: CollectedTest[] = [];
let file = '';
let suites: readonly Suite[] = [];

/** Imports a file and returns its tests. */
export async function collect(url: string, name: string): Promise<readonly CollectedTest[]> {
  [file, suites] = [name, [suiteOf('')]];
  const before = tests.length;
  await import(url);
  return tests.slice(before);
}

export const expect = ((value: unknown, message?: string) => chai.expect(value, message)) as typeof chai.expect;
for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);
const globals = globalThis as unknown as Record<symbol, object>;
Object.assign(expect, chai.expect, globals[ASYMMETRIC_MATCHERS_OBJECT]);
globals[GLOBAL_EXPECT] = expect;
setState({ assertionCalls: 0, testPath: '', currentTestName: '' }, expect as never);
(chai.expect as unknown as { extend(expect: object, matchers: object): void }).extend(expect, customMatchers);

export const it = Object.assign(add, { each: eachOf(add), skip: () => {} });
export const test = it;
export const describe = Object.assign(group, { each: eachOf(group) });
export const beforeEach = (hook: Hook) => suites.at(-1)!.before.push(hook);
export const afterEach = (hook: Hook) => suites.at(-1)!.after.push(hook);

function add(name: string, ...rest: readonly unknown[]): void {
  const body = rest.find((part): part is Body => typeof part === 'function')!;
  const own = suites;
  const title = [...own.map((suite) => suite.name), name].filter((part) => part !== '').join(' > ');
  const same = tests.filter((other) => other.file === file && other.id.startsWith(`${file} ${title}`)).length;
  tests.push({
    id: `${file} ${title}${same === 0 ? '' : ` #${same}`}`,
    file,
    async run() {
      for (const { before } of own) for (const hook of before) await hook();
      try {
        await body();
      } finally {
        for (const { after } of own.toReversed()) for (const hook of after) await hook();
      }
    },
  });
}

function group(name: unknown, body: Body): void {
  const outer = suites;
  suites = [...outer, suiteOf(typeof name === 'function' ? name.name : String(name))];
  try {
    body();
  } finally {
    suites = outer;
  }
}

function suiteOf(name: string): Suite {
  return { name, before: [], after: [] };
}

/** A test or suite for each row. Titles get the row's number: only their being different matters. */
function eachOf(make: (name: string, body: Body) => void) {
  return (rows: readonly unknown[]) =>
    (name: unknown, ...rest: readonly unknown[]) => {
      const body = rest.find((part): part is Body => typeof part === 'function')!;
      rows.forEach((row, i) => {
        const args = (Array.isArray(row) ? row : [row]) as never[];
        make(`${String(name)} [${i}]`, () => body(...args));
      });
    };
}
