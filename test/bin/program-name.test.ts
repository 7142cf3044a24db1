import { expect, it } from 'vitest';
import { programName, type Start } from '../../bin/commands/program-name.ts';

const PATH = '/usr/local/bin:/usr/bin:/home/me/ml/node_modules/.bin';
const CHECKOUT = { root: '/src/driftwarden', script: '/src/driftwarden/bin/driftwarden.js' };
const PROJECT = { root: '/home/me/ml/node_modules/driftwarden', script: '/home/me/ml/node_modules/.bin/driftwarden' };
const GLOBAL = { root: '/usr/local/lib/node_modules/driftwarden', script: '/usr/local/bin/driftwarden' };
const ONCE = {
  root: '/home/me/.npm/_npx/1/node_modules/driftwarden',
  script: '/home/me/.npm/_npx/1/node_modules/.bin/driftwarden',
};

it.each<[string, Omit<Start, 'path'>, string]>([
  ['a checkout, in it', { ...CHECKOUT, cwd: '/src/driftwarden/demo' }, 'npx driftwarden'],
  ['a checkout, beside it', { ...CHECKOUT, cwd: '/src/driftwarden-2' }, 'node /src/driftwarden/bin/driftwarden.js'],
  ['a project that installed it', { ...PROJECT, cwd: '/home/me/ml' }, 'npx driftwarden'],
  ['a folder of that project', { ...PROJECT, cwd: '/home/me/ml/a' }, 'npx driftwarden'],
  ['another folder', { ...PROJECT, cwd: '/home/me' }, 'node /home/me/ml/node_modules/driftwarden/bin/driftwarden.js'],
  ['anywhere, installed globally', { ...GLOBAL, cwd: '/home/me' }, 'driftwarden'],
  ["npx's own folder", { ...ONCE, cwd: '/home/me' }, `node ${ONCE.root}/bin/driftwarden.js`],
])('a command for %s', (_, start, name) => {
  expect(programName({ ...start, path: `${PATH}:/home/me/.npm/_npx/1/node_modules/.bin` })).toBe(name);
});

it('is a path if the folder of the program is not on PATH', () => {
  expect(programName({ ...GLOBAL, cwd: '/', path: '/usr/bin' })).toBe(`node ${GLOBAL.root}/bin/driftwarden.js`);
});
