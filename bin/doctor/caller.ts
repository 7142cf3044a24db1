import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { httpStatus } from '../../lambdas/adapters/aws/s3-errors.ts';
import { formatDuration } from '../../lambdas/core/text/durations.ts';
import { errorMessage } from '../../lambdas/core/text/error-message.ts';
import { printable } from '../../lambdas/core/text/printable.ts';
import { explainAwsSettings } from '../commands/aws-settings-error.ts';
import type { Finding } from '../output/doctor.ts';
import { failed, note, ok } from './finding.ts';

/** Whose credentials the shell has. */
export interface Caller {
  /** `YOUR-ARN` where it is not known. */
  readonly arn: string;
  readonly findings: readonly Finding[];
}

const UNKNOWN = 'YOUR-ARN';

/** AWS refuses signatures of other times than its own, give or take five minutes. */
const ACCEPTED_SKEW = 300_000;
/** The header `Date` has whole seconds, and an answer is on its way for a while. */
const NOTED_SKEW = 30_000;

/** Whether AWS accepts this shell's credentials, and whether this machine's clock is right. It needs no permission. */
export async function examineCaller(client: STSClient, platform: NodeJS.Platform): Promise<Caller> {
  let skew: number | null = null;
  client.middlewareStack.add(
    (next) => async (args) => {
      const sent = Date.now();
      const look = (response: unknown) => {
        const date = dateOf(response);
        // A request that is sent again has another time, by which the SDK has corrected the clock.
        if (date !== null) skew ??= (sent + Date.now()) / 2 - date;
      };
      try {
        const answer = await next(args);
        look(answer.response);
        return answer;
      } catch (error) {
        look((error as { readonly $response?: unknown }).$response);
        throw error;
      }
    },
    { step: 'deserialize', name: 'lookAtDate', priority: 'high' },
  );
  try {
    const { Arn: arn = UNKNOWN } = await client.send(new GetCallerIdentityCommand({}));
    const region = await client.config.region();
    return { arn, findings: [ok('credentials', `${arn}, region ${region}`), ...clockFindings(skew, platform)] };
  } catch (error) {
    const why = explainAwsSettings(error) ?? printable(errorMessage(error), 500);
    const clock = skew === null ? [] : clockFindings(skew, platform);
    // Where STS cannot be reached, the other services may be.
    if (!isRefusal(error)) return { arn: UNKNOWN, findings: [note('credentials', `not known: ${why}`), ...clock] };
    const mend = /no AWS region/.test(why) ? 'export AWS_REGION=eu-west-1' : 'aws sso login, or aws configure';
    return { arn: UNKNOWN, findings: [failed('credentials', why, mend), ...clock] };
  }
}

/** Whether there are no credentials or region, or AWS does not accept them. */
function isRefusal(error: unknown): boolean {
  return explainAwsSettings(error) !== null || [400, 401, 403].includes(httpStatus(error) ?? 0);
}

function dateOf(response: unknown): number | null {
  const { headers = {} } = (response ?? {}) as { readonly headers?: Readonly<Record<string, string | undefined>> };
  const date = Date.parse(headers['date'] ?? '');
  return Number.isNaN(date) ? null : date;
}

/** @param skew Milliseconds by which this machine's clock is ahead of AWS; null: not known. */
export function clockFindings(skew: number | null, platform: NodeJS.Platform): Finding[] {
  if (skew === null) return [note('clock', 'not known: AWS has not said what time it is')];
  const size = Math.abs(skew);
  const text = `this machine's clock is ${formatDuration(size)} ${skew > 0 ? 'ahead of' : 'behind'} AWS`;
  if (size >= ACCEPTED_SKEW) {
    const harm = 'AWS refuses signatures beyond 5 minutes, and commands without --window take another window';
    return [failed('clock', `${text}: ${harm}`, SET_CLOCK[platform] ?? SET_CLOCK.linux)];
  }
  return [size >= NOTED_SKEW ? note('clock', text) : ok('clock', 'as that of AWS')];
}

/** Commands that set the clock by a time server. */
const SET_CLOCK: Readonly<Partial<Record<NodeJS.Platform, string>>> & { readonly linux: string } = {
  linux: 'sudo timedatectl set-ntp true',
  darwin: 'sudo sntp -sS time.apple.com',
  win32: 'w32tm /resync',
};
