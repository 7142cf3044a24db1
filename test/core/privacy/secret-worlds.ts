import { COLUMN_WORLDS } from './column-worlds.ts';
import { IMPOSSIBLE_WORLDS } from './impossible-worlds.ts';
import { LABEL_WORLDS } from './label-worlds.ts';
import type { SecretWorld } from './secret-world.ts';

export const WORLDS: readonly SecretWorld[] = [...COLUMN_WORLDS, ...LABEL_WORLDS, ...IMPOSSIBLE_WORLDS];
