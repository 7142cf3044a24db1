import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { MonitorDefinition } from '../../lib/monitor-definition.ts';
import { MonitoringStack, type MonitoringStackProps } from '../../lib/monitoring-stack.ts';

/** Only templates are read: without this, each would come with a copy of the functions' code. */
const UNSTAGED = { 'aws:cdk:disable-asset-staging': true };

export interface TemplateResource {
  readonly UpdateReplacePolicy?: string;
  readonly Type: string;
  readonly DeletionPolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties of a resource of any type
  readonly Properties: any;
}

export function synthesize(
  definitions: readonly MonitorDefinition[],
  props: Partial<MonitoringStackProps> = {},
): { stack: MonitoringStack; template: Template } {
  const stack = new MonitoringStack(new App({ context: UNSTAGED }), 'Test', {
    namespace: 'Driftwarden',
    definitions,
    ...props,
  });
  return { stack, template: Template.fromStack(stack) };
}

/** The resources of a type, by logical id. */
export function resourcesOf(template: Template, type: string): Map<string, TemplateResource> {
  return new Map(Object.entries(template.findResources(type))) as Map<string, TemplateResource>;
}

/** Logical id and type of everything in the template, in order. */
export function inventory(template: Template): string[] {
  const resources = template.toJSON().Resources as Record<string, TemplateResource>;
  return Object.entries(resources)
    .map(([id, { Type }]) => `${Type} ${id}`)
    .sort();
}

/** How many resources there are of each type. */
export function counts(template: Template): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { Type } of Object.values(template.toJSON().Resources as Record<string, TemplateResource>)) {
    found[Type] = (found[Type] ?? 0) + 1;
  }
  return found;
}

/** The templates of a stack and of those nested in it, by file, with asset hashes masked. */
export function synthesizeNested(
  definitions: readonly MonitorDefinition[],
  props: Partial<MonitoringStackProps> = {},
): {
  stack: MonitoringStack;
  templates: Map<string, SynthesizedTemplate>;
} {
  const outdir = mkdtempSync(join(tmpdir(), 'nested-'));
  try {
    const app = new App({ outdir, context: UNSTAGED });
    const stack = new MonitoringStack(app, 'Test', { namespace: 'Driftwarden', ...props, definitions });
    app.synth();
    const files = readdirSync(outdir).filter((file) => file.endsWith('.template.json'));
    const templates = files.map((file): [string, SynthesizedTemplate] => {
      const text = readFileSync(join(outdir, file), 'utf8');
      const { Resources, Parameters = {}, Outputs = {} } = JSON.parse(text.replaceAll(/[0-9a-f]{64}/g, '<hash>'));
      return [file, { bytes: Buffer.byteLength(text), Resources, Parameters, Outputs }];
    });
    return { stack, templates: new Map(templates) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

export interface SynthesizedTemplate {
  /** Size of its file. */
  readonly bytes: number;
  readonly Resources: Record<string, TemplateResource>;
  readonly Parameters: Record<string, unknown>;
  readonly Outputs: Record<string, { readonly Description?: string; readonly Value: unknown }>;
}
