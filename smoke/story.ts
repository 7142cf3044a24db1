import { createDataBucket, putFiles } from './aws/bucket.ts';
import { Inbox } from './aws/inbox.ts';
import { createAlertQueue } from './aws/queue.ts';
import { deployStack } from './aws/stack.ts';
import { generate } from './data/generated.ts';
import { monitorFiles } from './monitors.ts';
import type { Session } from './session.ts';
import { checkStory } from './steps/check-story.ts';
import { readRecursion } from './steps/dead-letter.ts';
import { startTraining } from './steps/endpoint.ts';
import { retrainingStory } from './steps/retraining-story.ts';
import type { Steps } from './steps/runner.ts';

/** The whole run: creates what it needs, checks, and with a role retrains. Deletes nothing. @throws the error of the step that failed */
export async function smoke(session: Session, steps: Steps): Promise<void> {
  const { names, options, time } = session;
  const { retraining } = options;
  const { bucket } = await steps.run('bucket', async () => {
    const bucket = await createDataBucket(session);
    return { bucket, note: bucket };
  });
  const { windows } = await steps.run('data', async () => {
    const { files, windows } = generate(time.now());
    await putFiles(session, bucket, files);
    return { windows, note: `${files.length} files` };
  });
  if (retraining !== null) await steps.run('training', () => startTraining(session, bucket, retraining));
  const { outputs } = await steps.run('deploy', async () => {
    const outputs = await deployStack(session, monitorFiles(names, bucket, retraining, time.now()));
    return { outputs, note: names.stack };
  });
  const { queue } = await steps.run('queue', async () => {
    const queue = await createAlertQueue(session, outputs.AlertTopicArn);
    return { queue, note: names.queue };
  });
  const deployed = { outputs, bucket, inbox: new Inbox(session, queue) };
  await checkStory(session, steps, deployed, windows);
  await steps.run('recursion', () => readRecursion(session, deployed));
  if (retraining !== null) await retrainingStory(session, steps, deployed, retraining);
}
