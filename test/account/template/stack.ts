import type { Assembly, TemplateResource } from './assembly.ts';
import { attributeOf, type Identity, identify, nameProperties, type Place } from './identity.ts';
import { NO_VALUE, resolveValue, type Scope } from './intrinsics.ts';

/** A resource of the template as it would stand in the account. */
export interface Resource {
  /** Logical id in the template. */
  readonly id: string;
  readonly type: string;
  /** Physical name, ARN or URL: what `Ref` gives. */
  readonly ref: string;
  /** Empty for types whose ARN is not accepted here. */
  readonly arn: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties are checked where they are read
  readonly properties: Record<string, any>;
  /** Whether it stays when it is taken out of the template, or when the stack is deleted. */
  readonly isRetained: boolean;
}

/** A template with parameters, conditions and names worked out: resources by type with their resolved properties. */
export class Stack implements Scope {
  readonly place: Place;
  readonly #assembly: Assembly;
  readonly #identities = new Map<string, Identity>();

  constructor(assembly: Assembly, place: Omit<Place, 'stackName'>) {
    this.#assembly = assembly;
    this.place = { ...place, stackName: assembly.stackName };
  }

  /** Resources of a type whose condition holds, in the template's order. */
  resources(type: string): Resource[] {
    const found: Resource[] = [];
    for (const [id, resource] of this.#entries()) {
      if (resource.Type !== type) continue;
      const identity = this.#identity(id);
      const arn = identity.attributes.get('Arn') ?? identity.attributes.get('TopicArn') ?? '';
      const properties = resolveValue(resource.Properties ?? {}, this) as Record<string, unknown>;
      found.push({ id, type, ref: identity.ref, arn, properties, isRetained: resource.DeletionPolicy === 'Retain' });
    }
    return found;
  }

  /** Whether there is a resource with this logical id. */
  has(id: string): boolean {
    return Object.hasOwn(this.#assembly.template.Resources, id);
  }

  /** All types of the template. */
  types(): Set<string> {
    return new Set(this.#entries().map(([, { Type }]) => Type));
  }

  outputs(): Map<string, string> {
    const outputs = new Map<string, string>();
    for (const [name, { Value, Condition }] of Object.entries(this.#assembly.template.Outputs ?? {})) {
      if (Condition === undefined || this.condition(Condition)) outputs.set(name, String(resolveValue(Value, this)));
    }
    return outputs;
  }

  /** Folder of the code that a function's `Code` property names. */
  assetFolder(s3Key: string): string | undefined {
    return this.#assembly.assets.get(s3Key.slice(s3Key.lastIndexOf('/') + 1).replace(/\.zip$/, ''));
  }

  ref(name: string): unknown {
    const { account, region, stackName } = this.place;
    switch (name) {
      case 'AWS::AccountId':
        return account;
      case 'AWS::Region':
        return region;
      case 'AWS::Partition':
        return 'aws';
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      case 'AWS::StackName':
        return stackName;
      case 'AWS::StackId':
        return `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/00000000-0000-0000-0000-000000000000`;
      case 'AWS::NoValue':
        return NO_VALUE;
    }
    const parameter = this.#assembly.template.Parameters?.[name];
    if (parameter === undefined) return this.#identity(name).ref;
    if (parameter.Default === undefined) throw new Error(`the parameter ${name} has no default`);
    return parameter.Default;
  }

  getAtt(id: string, attribute: string): string {
    return attributeOf(this.#identity(id), this.#assembly.template.Resources[id].Type, id, attribute);
  }

  condition(name: string): boolean {
    const condition = this.#assembly.template.Conditions?.[name];
    if (condition === undefined) throw new Error(`the template has no condition ${name}`);
    return resolveValue(condition, this) as boolean;
  }

  findInMap(map: string, first: string, second: string): unknown {
    const value = this.#assembly.template.Mappings?.[map]?.[first]?.[second];
    if (value === undefined) throw new Error(`the template has no mapping ${map}.${first}.${second}`);
    return value;
  }

  #identity(id: string): Identity {
    const known = this.#identities.get(id);
    if (known) return known;
    const resource = this.#assembly.template.Resources[id];
    if (resource === undefined) throw new Error(`the template has no resource or parameter ${id}`);
    const names = new Set(nameProperties(resource.Type));
    const own = Object.entries(resource.Properties ?? {}).filter(([name]) => names.has(name));
    const properties = resolveValue(Object.fromEntries(own), this) as Record<string, unknown>;
    const identity = identify(resource.Type, id, this.place, properties);
    this.#identities.set(id, identity);
    return identity;
  }

  #entries(): [string, TemplateResource][] {
    const entries = Object.entries(this.#assembly.template.Resources);
    return entries.filter(([, { Condition }]) => Condition === undefined || this.condition(Condition));
  }
}
