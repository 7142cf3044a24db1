import { AwsError } from '../../aws-error.ts';
import type { Account } from './account.ts';
import type { Fleet } from './endpoint.ts';
import type { DataCapture } from './endpoint-configs.ts';
import type { InvokeAnswer, InvokeRequest } from './invoke.ts';
import { below, parseS3Uri } from './s3-uri.ts';
import { passes } from './share.ts';

/** A file is closed a minute after its first event. */
const ROTATION = 60_000;

interface OpenFile {
  readonly lines: string[];
}

/** Writes requests and answers to S3 as SageMaker's data capture does, in the name of the model's role. */
export class CaptureWriter {
  /** Files that could not be written: SageMaker reports them nowhere. */
  readonly lost: { readonly key: string; readonly error: AwsError }[] = [];
  readonly #account: Account;
  readonly #open = new Map<string, OpenFile>();
  /** Requests by endpoint and variant, for the sampling. */
  readonly #seen = new Map<string, number>();
  #numbers = 0;

  constructor(account: Account) {
    this.#account = account;
  }

  take(
    endpoint: string,
    { VariantName: variant, model }: Fleet['variants'][number],
    capture: DataCapture,
    request: InvokeRequest & { readonly contentType: string },
    answer: InvokeAnswer,
  ): void {
    const folder = `${endpoint}/${variant}`;
    const number = (this.#seen.get(folder) ?? 0) + 1;
    this.#seen.set(folder, number);
    if (!passes(number, capture.InitialSamplingPercentage / 100)) return;
    const line = JSON.stringify(this.#record(capture, request, answer));
    const destination = `${capture.DestinationS3Uri} ${folder} ${model.roleArn}`;
    const open = this.#open.get(destination);
    if (open !== undefined) {
      open.lines.push(line);
      return;
    }
    const file: OpenFile = { lines: [line] };
    this.#open.set(destination, file);
    const { now } = this.#account.clock;
    const place = below(parseS3Uri(capture.DestinationS3Uri), `${folder}/${timeOf(now)}-${this.#uuid()}.jsonl`);
    this.#account.clock.at(now + ROTATION, async () => {
      this.#open.delete(destination);
      try {
        const bytes = new TextEncoder().encode(`${file.lines.join('\n')}\n`);
        await this.#account.filesAs(model.roleArn, model.arn).put(place, bytes);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        this.lost.push({ key: place.key, error });
      }
    });
  }

  #record(capture: DataCapture, request: InvokeRequest & { readonly contentType: string }, answer: InvokeAnswer) {
    const modes = capture.CaptureOptions.map(({ CaptureMode }) => CaptureMode);
    const wants = (mode: 'Input' | 'Output') => modes.includes(mode) || modes.includes('InputAndOutput');
    const side = (mode: string, contentType: string, body: string) => ({
      observedContentType: contentType,
      mode,
      ...encoded(body, contentType, capture),
    });
    return {
      captureData: {
        ...(wants('Input') ? { endpointInput: side('INPUT', request.contentType, request.body) } : {}),
        ...(wants('Output') ? { endpointOutput: side('OUTPUT', answer.contentType, answer.body) } : {}),
      },
      eventMetadata: {
        eventId: this.#uuid(),
        ...(request.inferenceId === undefined ? {} : { inferenceId: request.inferenceId }),
        ...(request.customAttributes === undefined ? {} : { customAttributes: [request.customAttributes] }),
        inferenceTime: new Date(this.#account.clock.now).toISOString().replace(/\.\d+Z$/, 'Z'),
      },
      eventVersion: '0',
    };
  }

  /** Counted, so that a test sees the same names each time. */
  #uuid(): string {
    return `00000000-0000-4000-8000-${String(++this.#numbers).padStart(12, '0')}`;
  }
}

/** What is not listed as CSV or JSON is captured in base64, also when it is plain text. */
function encoded(body: string, contentType: string, { CaptureContentTypeHeader: types }: DataCapture) {
  if (types?.CsvContentTypes?.includes(contentType)) return { data: body, encoding: 'CSV' };
  if (types?.JsonContentTypes?.includes(contentType)) return { data: body, encoding: 'JSON' };
  return { data: Buffer.from(body).toString('base64'), encoding: 'BASE64' };
}

/** `yyyy/mm/dd/hh/mm-ss-SSS` in UTC. */
function timeOf(time: number): string {
  const [, day, hour, minute, second, milliseconds] = /^(.*)T(..):(..):(..)\.(...)Z$/.exec(
    new Date(time).toISOString(),
  )!;
  return `${day.replaceAll('-', '/')}/${hour}/${minute}-${second}-${milliseconds}`;
}
