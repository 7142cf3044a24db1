import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModelMonitor } from '../../lib/model-monitor.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { blocksOf } from '../documented/blocks.ts';
import { IS_EXHAUSTIVE } from '../exhaustive.ts';
import { install, pack, processorTime, ROOT, runIn } from './packed.ts';
import { CHURN } from './project/churn.ts';

/** The package as its users have it: packed, and installed into folders that have nothing else. */
const folder = mkdtempSync(join(tmpdir(), 'driftwarden-package-'));
/** A project that has only the package, and one with a CDK app and a TypeScript compiler. */
const [alone, project] = [join(folder, 'alone'), join(folder, 'project')];
const INSTALLED = join(alone, 'node_modules/driftwarden');
const COMMAND_LINE = join(INSTALLED, 'bin/driftwarden.js');
let tarball: string;

/** This Node, and the oldest one that the package says it runs on. */
const OLDEST = packageJson.engines.node.replace('>=', '');
const OLD_NODE = process.platform === 'linux' ? `node-linux-${process.arch}` : null;
const NODES = [process.execPath, ...(OLD_NODE === null ? [] : [join(project, 'node_modules', OLD_NODE, 'bin/node')])];

beforeAll(() => {
  tarball = pack(folder);
  for (const each of [alone, project]) {
    mkdirSync(each);
    writeFileSync(join(each, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }));
  }
  install(alone, [tarball]);
  const { devDependencies: dev } = packageJson;
  const others = (['aws-cdk-lib', 'constructs', 'typescript', '@types/node'] as const).map(
    (name) => `${name}@${dev[name]}`,
  );
  install(project, [tarball, ...others, ...(OLD_NODE === null ? [] : [`${OLD_NODE}@${OLDEST}.0`])]);
  cpSync(join(import.meta.dirname, 'project'), project, { recursive: true });
  runIn(project, ['node_modules/.bin/tsc', '-p', '.']);
  writeFileSync(join(project, 'before.csv'), csv(0));
  writeFileSync(join(project, 'after.csv'), csv(10));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** 400 people, in the window all so many years older, with the same plans. */
function csv(years: number): string {
  const rows = Array.from({ length: 400 }, (_, i) => `${20 + (i % 40) + years},${'abc'[i % 3]}`);
  return ['age,plan', ...rows, ''].join('\n');
}

describe('the package', () => {
  it('brings no other package with it', () => {
    expect(readdirSync(join(alone, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['driftwarden']);
  });

  it('has what is built, and no sources, tests or settings of this repository', () => {
    const files = readdirSync(INSTALLED, { recursive: true, encoding: 'utf8' });
    const top = readdirSync(INSTALLED).sort();
    expect(top).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'NOTICE',
      'README.md',
      'bin',
      'dist',
      'docs',
      'package.json',
      'schema',
    ]);
    expect(files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
    const programs = files.filter((file) => /^dist\/[^/]+\.js$/.test(file));
    expect(programs.length).toBeGreaterThan(10);
    expect(programs.filter((file) => !files.includes(`${file}.map`))).toEqual([]);
  });

  it('has the words of the schema in the types of monitors', () => {
    const types = readFileSync(join(INSTALLED, 'dist/types/lambdas/core/monitor/schema/monitor-file.d.ts'), 'utf8');
    const schema = readFileSync(join(INSTALLED, 'schema/monitor.schema.json'), 'utf8');
    const described = [...schema.matchAll(/"description": ("(?:[^"\\]|\\.)*")/g)].map(([, text]) => JSON.parse(text));
    const words = described.filter((text) => text !== 'A Driftwarden monitor of one model');
    expect(words.length).toBeGreaterThan(100);
    // The sections with their defaults, and the file as it is written.
    for (const text of words) expect(types.split(`/** ${text}`).length, text).toBeGreaterThan(2);
    expect(types).not.toMatch(/\bz\.|from '|: unknown/);
  });

  it('has the licences of what is bundled in it', () => {
    const notices = readFileSync(join(INSTALLED, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
    expect(notices).toMatch(/^arquero .* \(BSD-3-Clause\)\n\nBSD 3-Clause License\n\nCopyright/m);
    for (const name of ['zod', 'yaml', 'commander', '@aws-sdk/client-s3', 'hyparquet', 'jsonata']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
  });

  it('has nothing that publint or are-the-types-wrong find', () => {
    const tool = (name: string) => join(ROOT, 'node_modules/.bin', name);
    expect(runIn(folder, [tool('publint'), '--strict', tarball]).stdout).toContain('All good!');
    runIn(folder, [tool('attw'), '--profile', 'esm-only', tarball]);
  });
});

describe.each(NODES)('the command line on %s', (node) => {
  it('says its version and its help', () => {
    expect(runIn(alone, [node, COMMAND_LINE, '--version']).stdout).toBe(`${packageJson.version}\n`);
    expect(runIn(alone, [node, COMMAND_LINE, '--help']).stdout).toMatch(/^ {2}compare <baseline-file> <window-file>/m);
  });

  it('compares two files', () => {
    const { stdout } = runIn(project, [node, COMMAND_LINE, 'compare', 'before.csv', 'after.csv']);
    expect(stdout).toMatch(/^1 column changed: age\nbaseline 400 rows, window 400 rows\n/);
  });

  it('starts at once', () => {
    const empty = processorTime(node, ['-e', '0']);
    expect(processorTime(node, [COMMAND_LINE, '--version'])).toBeLessThan(3 * empty);
    expect(processorTime(node, [COMMAND_LINE, '--help'])).toBeLessThan(4 * empty);
    expect(processorTime(node, [COMMAND_LINE, 'completion', 'bash'])).toBeLessThan(4 * empty);
  });
});

describe.each(NODES)('a program on %s', (node) => {
  it('imports the modules, with types', () => {
    const { stdout } = runIn(project, [node, 'built/compare.js', 'before.csv', 'after.csv']);
    expect(JSON.parse(stdout)).toEqual({
      changed: ['age'],
      rows: 400,
      distance: expect.any(Number),
      same: [],
      problem: 'regression',
      missing: 'there is no file nowhere.csv',
      text: '1 column changed: age',
    });
  });

  it('may be CommonJS', () => {
    const names = 'const { ModelMonitor } = require("driftwarden/cdk"); console.log(ModelMonitor.name)';
    expect(runIn(project, [node, '--input-type=commonjs', '-e', names]).stdout).toBe('ModelMonitor\n');
  });

  it('sees the lines of the sources in a stack', () => {
    const fails =
      'import { parseMonitor } from "driftwarden/core"; try { parseMonitor("a: 1", "m.yaml") } catch (e) { console.log(e.stack) }';
    const { stdout } = runIn(project, [node, '--enable-source-maps', '--input-type=module', '-e', fails]);
    expect(stdout).toMatch(/lambdas\/core\/monitor\/parse-value\.ts:\d+/);
  });

  it('is a CDK app whose template is the one of the sources', () => {
    const out = join(folder, 'cdk.out');
    rmSync(out, { recursive: true, force: true });
    runIn(project, [node, 'built/app.js'], { CDK_OUTDIR: out, CDK_CONTEXT_JSON: '{}' });
    const template = Template.fromJSON(JSON.parse(readFileSync(join(out, 'Monitors.template.json'), 'utf8')));
    template.resourceCountIs('AWS::Scheduler::Schedule', 2);
    template.hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.handler', Runtime: 'nodejs24.x' });
    const here = new Stack(new App(), 'Monitors');
    new ModelMonitor(here, 'Churn', { definition: CHURN });
    expect(template.toJSON()).toEqual(Template.fromStack(here).toJSON());
    const bundles = readdirSync(out).filter((name) => existsSync(join(out, name, 'index.mjs')));
    expect(bundles.length).toBe(4);
  });
});

it('has the CDK app, which deploys the monitor files of a project', () => {
  const out = join(folder, 'app.out');
  cpSync(join(ROOT, 'examples/monitors'), join(project, 'monitors'), { recursive: true });
  const { app } = JSON.parse(blocksOf('json cdk')[0].text);
  const context = JSON.stringify({ stackName: 'Mine', 'aws:cdk:bundling-stacks': [] });
  runIn(project, app.split(' '), { CDK_OUTDIR: out, CDK_CONTEXT_JSON: context });
  const template = Template.fromJSON(JSON.parse(readFileSync(join(out, 'Mine.template.json'), 'utf8')));
  template.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
  template.hasOutput('StateBucketName', {});
});

it('is what `npx cdk synth` in examples/ builds and uses', () => {
  const out = join(folder, 'example.out');
  // It builds what `npm pack` has just built here.
  const { build } = JSON.parse(readFileSync(join(ROOT, 'examples/cdk.json'), 'utf8'));
  expect(build).toBe('npm --prefix .. run --silent build');
  expect(packageJson.scripts.prepack).toBe('npm run --silent build');
  const built = IS_EXHAUSTIVE ? [] : ['--build', 'node --version'];
  runIn(join(ROOT, 'examples'), ['npx', 'cdk', 'synth', '--quiet', '--output', out, '--no-notices', ...built]);
  const template = Template.fromJSON(JSON.parse(readFileSync(join(out, 'Models.template.json'), 'utf8')));
  template.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
  expect(Object.keys(template.findResources('AWS::Scheduler::Schedule')).length).toBeGreaterThanOrEqual(4);
});
