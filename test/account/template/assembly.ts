import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A CloudFormation template as `cdk synth` writes it; property values still hold intrinsic functions. */
export interface Template {
  readonly Resources: Record<string, TemplateResource>;
  readonly Parameters?: Record<string, { readonly Default?: unknown }>;
  readonly Conditions?: Record<string, unknown>;
  readonly Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Condition?: string }>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly Properties?: Record<string, unknown>;
}

/** What a cdk.out folder says about one stack. */
export interface Assembly {
  readonly stackName: string;
  readonly template: Template;
  /** Folder of each file asset by its hash, which is the name of its zip in the asset bucket. */
  readonly assets: ReadonlyMap<string, string>;
}

interface Artifact {
  readonly type: string;
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string; readonly file?: string };
  readonly dependencies?: readonly string[];
}

/** The cdk.out folder cannot be used. */
class AssemblyError extends Error {
  override readonly name = 'AssemblyError';
}

/**
 * Reads a stack of a cloud assembly.
 *
 * @param stackName Needed only when the folder holds several stacks.
 * @throws AssemblyError when there is no such stack
 */
export function readAssembly(cdkOut: string, stackName?: string): Assembly {
  const manifest = readJson(join(cdkOut, 'manifest.json')) as { artifacts: Record<string, Artifact> };
  const stacks = Object.entries(manifest.artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const names = stacks.map(([id, { properties }]) => properties?.stackName ?? id);
  const index = stackName === undefined && names.length === 1 ? 0 : names.indexOf(stackName ?? '');
  if (index === -1) {
    throw new AssemblyError(`${cdkOut} has the stacks ${names.join(', ')}; requested: ${stackName ?? 'the only one'}`);
  }
  const [, artifact] = stacks[index];
  const template = readJson(join(cdkOut, artifact.properties!.templateFile!)) as Template;
  const assets = new Map<string, string>();
  for (const id of artifact.dependencies ?? []) {
    const dependency = manifest.artifacts[id];
    if (dependency?.type !== 'cdk:asset-manifest') continue;
    const { files = {} } = readJson(join(cdkOut, dependency.properties!.file!)) as {
      files?: Record<string, { source: { path?: string } }>;
    };
    for (const [hash, { source }] of Object.entries(files)) {
      if (source.path !== undefined) assets.set(hash, resolve(cdkOut, source.path));
    }
  }
  return { stackName: names[index], template, assets };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new AssemblyError(`${path} cannot be read: run the synthesis first`, { cause });
  }
}
