import { TestAccount } from './account.ts';
import type { S3 } from './services/s3/s3.ts';
import type { SageMaker } from './services/sagemaker/sagemaker.ts';

/** The code of README.md here, with what its reader has: documented.test.ts compares the two. */

type Made = Exclude<Parameters<S3['put']>[2], string | Uint8Array>;

export async function runAccount(text: string, { size, make }: Made): Promise<void> {
  // In README.md:
  const account = await TestAccount.start({ cdkOut: 'cdk.out', now: Date.UTC(2026, 0, 10) });
  account.s3.createBucket('captured'); // buckets that the template does not create
  account.s3.put('captured', 'flights/a.jsonl', text); // as the owner of the account
  account.s3.put('captured', 'flights/b.jsonl', { size, make }); // a body generated when it is read: may exceed memory, or throw
  await account.advanceTo(Date.UTC(2026, 1, 9)); // runs schedules, retries and alarms in order
  account.inbox('AlertTopic', 'email'); // alerts that each subscriber received
  account.metrics({ name: 'Rows', dimensions: { Monitor: 'flights' } });
  account.denied(); // requests that the policies denied, with the reason
  await account.stop();
  // Up to here.
}

type RoleOptions = Parameters<TestAccount['access']['addRole']>[1];
type Call = Parameters<SageMaker['call']>;

interface Given {
  readonly account: TestAccount;
  readonly trust: RoleOptions['trust'];
  readonly policy: NonNullable<RoleOptions['identity']>[number];
  readonly train: SageMaker['training']['trainer'];
  readonly answer: (...args: Parameters<SageMaker['transform']['predictor']>) => string;
  readonly request: Call[1];
  readonly principal: Call[2];
  readonly name: string;
}

export async function runSageMaker(given: Given): Promise<string> {
  const { account, trust, policy, train, answer, request, principal, name } = given;
  // In README.md:
  const { sagemaker } = account;
  const role = account.access.addRole('Jobs', { trust, identity: [policy] }); // a role outside the stack
  sagemaker.training.trainer = (job, files) => train(job, files); // the bytes of model.tar.gz, or { failure: 'exit code 1' }
  sagemaker.transform.predictor = (model, text) => answer(model, text); // model.bytes is the model.tar.gz
  sagemaker.endpoints.serving.predictor = (model, text) => answer(model, text); // or { failure: 'exit code 1', how: 500 }
  await sagemaker.call('CreateTrainingJob', request, principal); // the wire API calls this too
  await sagemaker.jobEnded('training', name); // resolves as the clock advances
  sagemaker.endpoints.invoke('flights', { body: '1,2' }); // answered, counted, captured
  // Up to here.
  return role;
}
