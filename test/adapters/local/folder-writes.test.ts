import { expect, it } from 'vitest';
import { toWriteError } from '../../../lambdas/adapters/local/folder-writes.ts';

it.each([
  ['ENOSPC', 'no space is left on the disk'],
  ['EDQUOT', 'the quota of the disk is used up'],
  ['EROFS', 'the file system is read-only'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
])('%s names the file that could not be written, and says why', (code, why) => {
  const error = Object.assign(new Error(`${code}: open '/store/.driftwarden-new-1'`), { code });
  expect(toWriteError(error, '/store/m/state.json')).toMatchObject({
    name: 'StoreWriteError',
    message: `cannot write /store/m/state.json: ${why}`,
    cause: error,
  });
});

it('an error that says nothing about the disk stays as it is', () => {
  const error = new Error('precondition');
  expect(toWriteError(error, '/store/m/state.json')).toBe(error);
});
