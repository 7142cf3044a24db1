import type { Handler } from 'aws-lambda';
import { readingDependencies } from '../runtime/reading-dependencies.ts';
import { makeReadingHandler } from '../runtime/reading-handler.ts';

export const handler: Handler<unknown, unknown> = makeReadingHandler(readingDependencies());
