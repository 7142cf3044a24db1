import { StatesError } from '../../../../lambdas/states-language/errors.ts';
import type { WorkflowEvent } from '../../../../lambdas/states-language/events.ts';
import type { ChildExecution, MapRunHost } from '../../../../lambdas/states-language/host.ts';
import { AwsError } from '../../aws-error.ts';
import type { Access } from '../../iam/access.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { RoleFiles } from '../sagemaker/role-files.ts';
import type { Activity } from './activity.ts';

/** An execution of a Map Run. */
export interface Child extends ChildExecution {
  /** What happened, in order. */
  readonly events: readonly WorkflowEvent[];
}

/** What Map Runs need of the account. */
export interface MapRunAccount {
  readonly access: Access;
  readonly activity: Activity;
  /** S3 as a role may use it. */
  readonly filesOf: (role: Principal) => RoleFiles;
}

/** The Map Runs of a machine, in the name of its role. */
export class MapRuns implements MapRunHost {
  /** In the order of their start. */
  readonly children: Child[] = [];
  readonly #machine: string;
  readonly #role: Principal;
  readonly #account: MapRunAccount;
  readonly #permitted = new Set<string>();

  /** @param machine ARN. */
  constructor(machine: string, role: Principal, account: MapRunAccount) {
    this.#machine = machine;
    this.#role = role;
    this.#account = account;
  }

  async readItems(bucket: string, key: string): Promise<string> {
    const { activity, filesOf } = this.#account;
    try {
      return new TextDecoder().decode(await activity.during(filesOf(this.#role).get({ bucket, key })));
    } catch (error) {
      throw named(error, 'States.ItemReaderFailed', 'S3');
    }
  }

  startChild(child: ChildExecution): (event: WorkflowEvent) => void {
    try {
      this.#permit(child);
    } catch (error) {
      throw named(error, 'States.Permissions', 'AWSStepFunctions');
    }
    const events: WorkflowEvent[] = [];
    this.children.push({ ...child, events });
    return (event) => void events.push(event);
  }

  /** What the Step Functions guide lists under "IAM policies for using Distributed Map states", once for each Map Run. */
  #permit({ mapRun, name }: ChildExecution): void {
    if (this.#permitted.has(mapRun)) return;
    const { access } = this.#account;
    access.authorize(this.#role, 'states:StartExecution', this.#machine);
    const execution = `${this.#machine.replace(':stateMachine:', ':execution:')}:${name}`;
    for (const action of ['DescribeExecution', 'StopExecution'])
      access.authorize(this.#role, `states:${action}`, execution);
    this.#permitted.add(mapRun);
  }
}

function named(error: unknown, name: string, service: string): unknown {
  if (!(error instanceof AwsError)) return error;
  return new StatesError(name, `${error.message} (Service: ${service}; Status Code: ${error.status})`);
}
