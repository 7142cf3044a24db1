import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { MonitorDefinition } from '../../lib/monitor-definition.ts';
import { MonitoringStack, type MonitoringStackProps } from '../../lib/monitoring-stack.ts';

export interface TemplateResource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties of a resource of any type
  readonly Properties: any;
}

export function synthesize(
  definitions: readonly MonitorDefinition[],
  props: Partial<MonitoringStackProps> = {},
): { stack: MonitoringStack; template: Template } {
  const stack = new MonitoringStack(new App(), 'Test', { definitions, ...props });
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
