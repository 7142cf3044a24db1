import ts from 'typescript-api';

/** A name that a file takes from another module. */
export interface Import {
  readonly module: string;
  /** The name there; `*`: the whole module. */
  readonly name: string;
}

/** The text of a declaration file, statement by statement. */
export interface DeclaredFile {
  /** Names from other modules, by the names that they have here. */
  readonly imports: ReadonlyMap<string, Import>;
  /** Names that it passes on from other modules, by the names under which it does. */
  readonly passedOn: ReadonlyMap<string, Import>;
  /** Names that it exports under other names, or declares without exporting them there. */
  readonly exported: ReadonlyMap<string, string>;
  /** Statements that declare a name. */
  readonly declared: ReadonlyMap<string, readonly ts.Statement[]>;
  textOf(node: ts.Node): string;
}

export function readDeclarations(path: string, text: string): DeclaredFile {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const [imports, passedOn] = [new Map<string, Import>(), new Map<string, Import>()];
  const exported = new Map<string, string>();
  const declared = new Map<string, ts.Statement[]>();
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) {
      const module = (statement.moduleSpecifier as ts.StringLiteral).text;
      for (const [local, name] of importedNames(statement)) imports.set(local, { module, name });
    } else if (ts.isExportDeclaration(statement)) {
      const module = (statement.moduleSpecifier as ts.StringLiteral | undefined)?.text;
      for (const { name, propertyName } of elementsOf(statement)) {
        const own = (propertyName ?? name).text;
        if (module === undefined) exported.set(name.text, own);
        else passedOn.set(name.text, { module, name: own });
      }
    } else {
      for (const name of declaredNames(statement)) declared.set(name, [...(declared.get(name) ?? []), statement]);
    }
  }
  return { imports, passedOn, exported, declared, textOf: (node) => node.getFullText(file).replace(/^\s*\n/, '') };
}

function* importedNames({ importClause }: ts.ImportDeclaration): Generator<[string, string]> {
  if (importClause === undefined) return;
  if (importClause.name !== undefined) yield [importClause.name.text, 'default'];
  const bindings = importClause.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) yield [bindings.name.text, '*'];
  else for (const { name, propertyName } of bindings.elements) yield [name.text, (propertyName ?? name).text];
}

function elementsOf({ exportClause }: ts.ExportDeclaration): readonly ts.ExportSpecifier[] {
  return exportClause !== undefined && ts.isNamedExports(exportClause) ? [...exportClause.elements] : [];
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const { name } = statement as ts.Statement & { readonly name?: ts.Identifier };
  return name === undefined ? [] : [name.text];
}

/** Every identifier in a statement: an over-estimate of the names that it needs. */
export function identifiersIn(node: ts.Node): Set<string> {
  const found = new Set<string>();
  const visit = (each: ts.Node): void => {
    if (ts.isIdentifier(each)) found.add(each.text);
    if (ts.isImportTypeNode(each)) throw new Error(`import it by name: ${each.getText()}`);
    each.forEachChild(visit);
  };
  visit(node);
  return found;
}
