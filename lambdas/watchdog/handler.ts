import type { Handler } from 'aws-lambda';
import { watchdogDependencies } from '../runtime/watchdog-dependencies.ts';
import { makeWatchdogHandler } from '../runtime/watchdog-handler.ts';

export const handler: Handler<unknown, unknown> = makeWatchdogHandler(watchdogDependencies());
