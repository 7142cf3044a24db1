import { join } from 'node:path';
import ts from 'typescript-api';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** The exports of a module whose declarations say nothing about them. */
function undocumented(module: string, program: ts.Program): string[] {
  const checker = program.getTypeChecker();
  const symbol = checker.getSymbolAtLocation(program.getSourceFile(module)!)!;
  return checker.getExportsOfModule(symbol).flatMap((exported) => {
    const declared = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    return declared.getDocumentationComment(checker).length > 0 ? [] : [exported.name];
  });
}

it('everything that programs can import has a comment', () => {
  const modules = ['index', 'core', 'cdk'].map((name) => join(ROOT, `package/${name}.ts`));
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: modules }, ts.sys, ROOT);
  const program = ts.createProgram(modules, options);
  expect(modules.flatMap((module) => undocumented(module, program))).toEqual([]);
});
