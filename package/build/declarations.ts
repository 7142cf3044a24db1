import { dirname, join, relative } from 'node:path';
import ts from 'typescript-api';
import type { JsonSchema } from '../../lambdas/core/monitor/json-schema.ts';
import { type DeclaredFile, type Import, identifiersIn, readDeclarations } from './declared-file.ts';
import { flatType } from './flat-type.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Modules that programs have which use the package's types. */
const AT_HAND = /^(?:aws-cdk-lib(?:\/.+)?|constructs|node:.+)$/;

/**
 * The declarations of modules and of what they name, by their paths below the repository. Types that are computed with a bundled library,
 * which programs do not have, are written out.
 *
 * @param entries Paths of the modules.
 * @param schemas Describe such types, by their names.
 */
export function declarationsOf(
  entries: readonly string[],
  schemas: Readonly<Record<string, JsonSchema>>,
): Map<string, string> {
  const declarations = new Declarations(entries, schemas);
  for (const entry of entries) declarations.needAll(join(ROOT, entry));
  return declarations.texts();
}

/** Everything of a file that is needed. */
interface Needed {
  readonly file: DeclaredFile;
  /** Names declared in it, and names that it passes on. */
  readonly names: Set<string>;
  readonly imports: Set<string>;
  /** Declarations that are written out, by their names. */
  readonly flat: Map<string, string>;
}

class Declarations {
  readonly #program: ts.Program;
  readonly #schemas: Readonly<Record<string, JsonSchema>>;
  readonly #needed = new Map<string, Needed>();

  constructor(entries: readonly string[], schemas: Readonly<Record<string, JsonSchema>>) {
    const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
    // Declarations of a package that has none are in no import.
    const include = [...entries, 'lambdas/**/*.d.ts'];
    const { options, fileNames } = ts.parseJsonConfigFileContent({ ...config, include }, ts.sys, ROOT);
    this.#program = ts.createProgram(fileNames, {
      ...options,
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      outDir: ROOT,
      rootDir: ROOT,
    });
    this.#schemas = schemas;
  }

  needAll(path: string): void {
    const { file } = this.#fileAt(path);
    for (const name of [...file.passedOn.keys(), ...file.exported.keys(), ...file.declared.keys()]) {
      this.#need(path, name);
    }
  }

  texts(): Map<string, string> {
    return new Map([...this.#needed].map(([path, needed]) => [relative(ROOT, path), textOf(needed)]));
  }

  #fileAt(path: string): Needed {
    const known = this.#needed.get(path);
    if (known !== undefined) return known;
    const source = this.#program.getSourceFile(path);
    if (source === undefined) throw new Error(`${path} is no module of the package`);
    let text = '';
    const { diagnostics } = this.#program.emit(source, (_, written) => {
      text = written;
    });
    const [problem] = [...diagnostics, ...this.#program.getSyntacticDiagnostics(source)];
    if (problem !== undefined) throw new Error(`${path}: ${ts.flattenDiagnosticMessageText(problem.messageText, ' ')}`);
    const file = readDeclarations(path, text);
    const needed = { file, names: new Set<string>(), imports: new Set<string>(), flat: new Map<string, string>() };
    this.#needed.set(path, needed);
    return needed;
  }

  #need(path: string, wanted: string): void {
    const { file, names, imports, flat } = this.#fileAt(path);
    if (names.has(wanted)) return;
    names.add(wanted);
    const passedOn = file.passedOn.get(wanted);
    if (passedOn !== undefined) {
      this.#needOf(path, passedOn);
      return;
    }
    const name = file.exported.get(wanted) ?? wanted;
    if (name !== wanted) this.#need(path, name);
    const imported = file.imports.get(name);
    if (imported !== undefined) {
      imports.add(name);
      this.#needOf(path, imported);
      return;
    }
    const statements = file.declared.get(name) ?? [];
    if (statements.length === 0) throw new Error(`${path} declares no ${name}`);
    const used = new Set(statements.flatMap((statement) => [...identifiersIn(statement)]));
    if ([...used].some((each) => isBundled(file.imports.get(each)))) {
      flat.set(name, this.#writtenOut(path, name));
      return;
    }
    for (const each of used) {
      if (each !== name && (file.declared.has(each) || file.imports.has(each))) this.#need(path, each);
    }
  }

  #needOf(path: string, { module, name }: Import): void {
    if (module.startsWith('.')) this.#need(join(dirname(path), module), name);
    else if (!AT_HAND.test(module)) throw new Error(`${path} names ${name} of ${module}, which programs do not have`);
  }

  /** A type alias as the members that it has in the end. */
  #writtenOut(path: string, name: string): string {
    const checker = this.#program.getTypeChecker();
    const alias = this.#program
      .getSourceFile(path)!
      .statements.find(
        (each): each is ts.TypeAliasDeclaration => ts.isTypeAliasDeclaration(each) && each.name.text === name,
      );
    if (alias === undefined) throw new Error(`${path}: ${name} needs a library that programs do not have`);
    const words = { checker, schema: this.#schemas[name] };
    const comments = ts.getJSDocCommentsAndTags(alias).map((each) => `${each.getText()}\n`);
    return `${comments.join('')}export type ${name} = ${flatType(checker.getTypeAtLocation(alias.name), words)};`;
  }
}

function isBundled(imported: Import | undefined): boolean {
  return imported !== undefined && !imported.module.startsWith('.') && !AT_HAND.test(imported.module);
}

/** A declaration file with what is needed of it. Its imports end in `.js`, which every version of TypeScript resolves. */
function textOf({ file, names, imports, flat }: Needed): string {
  const specifier = ({ module }: Import) => `'${module.replace(/^(\..*)\.ts$/, '$1.js')}'`;
  const renamed = (name: string, as: string) => (name === as ? name : `${name} as ${as}`);
  const lines: string[] = [];
  for (const local of imports) {
    const imported = file.imports.get(local)!;
    lines.push(
      imported.name === '*'
        ? `import * as ${local} from ${specifier(imported)};`
        : `import { ${renamed(imported.name, local)} } from ${specifier(imported)};`,
    );
  }
  const statements = new Set<ts.Statement>();
  for (const name of names) {
    const passedOn = file.passedOn.get(name);
    const own = file.exported.get(name);
    if (passedOn !== undefined) lines.push(`export { ${renamed(passedOn.name, name)} } from ${specifier(passedOn)};`);
    else if (own !== undefined) lines.push(`export { ${renamed(own, name)} };`);
    const written = flat.get(name);
    if (written !== undefined) lines.push(written);
    else for (const statement of file.declared.get(name) ?? []) statements.add(statement);
  }
  return `${[...lines, ...[...statements].map((statement) => file.textOf(statement))].join('\n')}\nexport {};\n`;
}
