import type { RetrainingInput } from '../../ports.ts';
import type { Expression } from '../../states-language.ts';
import { type LiveEndpoint, liveEndpointSchema, type Outcome, outcomeSchema, STEP_SCHEMAS } from '../contract.ts';

/**
 * The machine's variables, for its expressions: `permit.message` is `$permit.message`. The names of fields are those of the
 * contract, so that an expression cannot name a field that the contract does not have.
 */
function fieldsOf<Field extends string>(shape: Readonly<Record<Field, unknown>>, variable: string) {
  const paths = Object.keys(shape).map((field) => [field, `${variable}.${field}`]);
  return Object.fromEntries(paths) as Readonly<Record<Field, string>>;
}

/** The answer of a task, until it is assigned. */
export const PAYLOAD = '$states.result.Payload';

export const permit = fieldsOf(STEP_SCHEMAS.permit.answer.shape, '$permit');
export const plan = fieldsOf(STEP_SCHEMAS.plan.answer.shape, '$plan');
export const jobs = fieldsOf(STEP_SCHEMAS.manifest.answer.shape, '$jobs');
export const judgement = fieldsOf(STEP_SCHEMAS.judge.answer.shape, '$judgement');
export const registration = fieldsOf(STEP_SCHEMAS.register.answer.shape, '$registration');
export const deployment = fieldsOf(STEP_SCHEMAS.deploy.answer.shape, '$deployment');
export const confirmation = fieldsOf(STEP_SCHEMAS.confirmCapture.answer.shape, '$confirmation');
export const activated = fieldsOf(STEP_SCHEMAS.activateBaseline.answer.shape, PAYLOAD);
export const ended = fieldsOf(STEP_SCHEMAS.end.answer.shape, '$ended');

export const live = fieldsOf(liveEndpointSchema.shape, '$live');
export const outcome = fieldsOf(outcomeSchema.shape, '$outcome');

/** The input of the execution. */
export const INPUT: Readonly<Record<keyof RetrainingInput, string>> = {
  monitor: '$states.input.monitor',
  id: '$states.input.id',
  action: '$states.input.action',
  reason: '$states.input.reason',
};

/** Values in the answers of steps. */
export const DECISION = STEP_SCHEMAS.judge.answer.shape.decision.enum;
export const CONFIRMATION = STEP_SCHEMAS.confirmCapture.answer.shape.decision.enum;
export const APPROVAL = STEP_SCHEMAS.register.answer.shape.approval.enum;

/** How the run ends, as texts and expressions. */
export type OutcomeFields = { readonly end: Outcome['end'] | Expression } & {
  readonly [Field in Exclude<keyof Outcome, 'end'>]?: string;
};

export function assignOutcome(outcome: OutcomeFields) {
  return { outcome };
}

export function assignLive(live: { readonly [Field in keyof LiveEndpoint]?: Expression }) {
  return { live };
}
