import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { type JsonSchema, monitorJsonSchema } from '../lambdas/core/monitor/json-schema.ts';
import { checkResultSchema } from '../lambdas/core/result/schema.ts';
import { bundleLambda } from '../lib/bundle-lambda.ts';
import { LAMBDAS } from '../lib/lambda-names.ts';
import packageJson from '../package.json' with { type: 'json' };
import { declarationsOf } from './build/declarations.ts';
import { noticesOf, packagesOf } from './build/notices.ts';
import { bundlePrograms } from './build/programs.ts';

/** Builds dist/, which `npm pack` packs: the command line, the CDK app, the modules with their types, and the bundles of the functions. */
const DIST = join(import.meta.dirname, '../dist');

rmSync(DIST, { recursive: true, force: true });
const inputs = await bundlePrograms(DIST, packageJson.version);
for (const name of LAMBDAS) inputs.push(...bundleLambda(name, join(DIST, 'lambdas', name)).inputs);
writeFileSync(join(DIST, 'THIRD-PARTY-NOTICES.txt'), noticesOf(packagesOf(inputs)));
writeDeclarations();
for (const map of readdirSync(DIST).filter((name) => name.endsWith('.map'))) leaveOutPackages(join(DIST, map));

function writeDeclarations(): void {
  const monitor = monitorJsonSchema();
  const result = z.toJSONSchema(checkResultSchema) as JsonSchema;
  const schemas = { MonitorFile: monitor, MonitorSections: monitor, CheckResult: result };
  const modules = ['index', 'core', 'cdk'].map((name) => `package/${name}.ts`);
  for (const [path, text] of declarationsOf(modules, schemas)) {
    const file = join(DIST, 'types', path.replace(/\.ts$/, '.d.ts'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** A source map has the sources of this repository with it, and of the packages only their names: they would be half of the download. */
function leaveOutPackages(file: string): void {
  const map: { sources: string[]; sourcesContent: (string | null)[] } = JSON.parse(readFileSync(file, 'utf8'));
  map.sourcesContent = map.sourcesContent.map((text, i) => (map.sources[i].includes('node_modules/') ? null : text));
  writeFileSync(file, JSON.stringify(map));
}
