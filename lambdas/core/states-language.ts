/** The part of the Amazon States Language (with JSONata) that the project's machines have in common. */

export interface State {
  readonly Type: 'Task' | 'Choice' | 'Pass' | 'Wait' | 'Map' | 'Succeed' | 'Fail';
  readonly Comment?: string;
  readonly [field: string]: unknown;
}

export interface StateMachine {
  readonly Comment: string;
  readonly QueryLanguage: 'JSONata';
  readonly StartAt: string;
  readonly States: { readonly [name: string]: State };
}

/** A JSONata expression as the value of a state's field. */
export type Expression = `{% ${string} %}`;

export function expression(text: string): Expression {
  return `{% ${text} %}`;
}

/** The ARN of a service integration in a partition such as `aws`, which is the default. */
export function integration({ partition = 'aws' }: { readonly partition?: string }, name: string): string {
  return `arn:${partition}:states:::${name}`;
}
