import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { Monitor, RetrainingSettings } from '../../../core/monitor/monitor.ts';
import type { ObjectStore } from '../../../core/ports.ts';
import { StatesError } from '../../../states-language/errors.ts';
import type { TaskCall } from '../../../states-language/host.ts';
import { Records } from './records.ts';

/** What replaces an AWS account in a local retraining: programs of this machine, and a folder. */
export interface LocalAccount {
  readonly monitor: Monitor;
  readonly settings: RetrainingSettings;
  readonly commands: NonNullable<RetrainingSettings['commands']>;
  readonly store: ObjectStore;
  /** The store's folder, absolute. */
  readonly folder: string;
  /** The folder as a URI that keys are appended to; ends in `/`. */
  readonly uri: string;
  readonly records: Records;
}

/** @param folder The store's folder, absolute. @throws RangeError when the monitor has no commands */
export function localAccount(monitor: Monitor, store: ObjectStore, folder: string): LocalAccount {
  const settings = monitor.retraining;
  if (settings?.commands === undefined) throw new RangeError(`${monitor.file} has no retraining.commands`);
  const uri = `${pathToFileURL(folder).href.replace(/\/$/, '')}/`;
  const records = new Records(store, monitor.name);
  return { monitor, settings, commands: settings.commands, store, folder, uri, records };
}

/** The local version of an integration of Step Functions. @throws StatesError */
export type Integration = (request: unknown, account: LocalAccount, call: TaskCall) => Promise<unknown>;

/** The key of a URI in the account's store. */
export function keyOf(uri: string, account: Pick<LocalAccount, 'uri'>): string {
  if (!uri.startsWith(account.uri)) throw sagemakerError('Validation', `${uri} is not in the store ${account.uri}`);
  return uri.slice(account.uri.length);
}

/** The file path of a URI in the account's store. Keys are appended to URIs without encoding. */
export function pathOf(uri: string, account: Pick<LocalAccount, 'uri' | 'folder'>): string {
  return join(account.folder, ...keyOf(uri, account).split('/'));
}

/** Working directory of the user's programs: the folder of the monitor file. */
export function commandFolder({ monitor }: Pick<LocalAccount, 'monitor'>): string {
  return dirname(monitor.file);
}

/** Path of the folder with a program's logs. */
export function logFolder({ monitor, folder }: LocalAccount, job: string): string {
  return join(folder, monitor.name, 'jobs', job);
}

/** An error of SageMaker, named as in Step Functions. */
export function sagemakerError(
  code: 'ResourceInUse' | 'ResourceNotFound' | 'Validation',
  message: string,
): StatesError {
  return new StatesError(
    code === 'Validation' ? 'SageMaker.SageMakerException' : `SageMaker.${code}Exception`,
    message,
  );
}

/** @throws StatesError when the request does not fit the schema */
export function parseRequest<T extends z.ZodType>(schema: T, request: unknown): z.output<T> {
  const parsed = schema.safeParse(request);
  if (parsed.success) return parsed.data;
  throw sagemakerError('Validation', z.prettifyError(parsed.error));
}
