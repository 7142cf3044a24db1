import { describe, expect, it } from 'vitest';
import { DAYS, morningAfter, openShop, openWatchedShop } from './shop.ts';

describe('--quiet', () => {
  const check = ['check', 'returns', '--window', DAYS[2], '--kind', 'drift', '--as-of', morningAfter(DAYS[2])];

  it.each(['--quiet', '-q'])('%s leaves results and alerts, and no notes', async (option) => {
    const [loud, quiet] = [await openWatchedShop(), await openWatchedShop()];
    const before = await loud.run(check);
    const after = await quiet.run([...check, option]);

    expect(before.stderr).toContain('the results are in');
    expect(after.stderr).toMatch(/^\n {2}\[OPEN /);
    expect(after.stderr).not.toContain('the results are in');
    const nameless = (text: string, { folder }: { folder: string }) => text.replaceAll(folder, '');
    expect(nameless(after.stdout, quiet)).toBe(nameless(before.stdout, loud));
  });

  it('leaves errors', async () => {
    const { code, stderr } = await openShop().run(['-q', 'check', 'return']);
    expect([code, stderr]).toEqual([2, 'driftwarden: there is no monitor "return"; did you mean returns?\n']);
  });
});

describe('the output', () => {
  it.each([['status', 'returns'], ['validate', 'returns'], ['help'], ['check', 'returns', '--window', 'tomorrow']])(
    'of %s has no colours, also on a terminal',
    async (...args) => {
      const { stdout, stderr } = await openShop().run(args, { columns: 80, env: { FORCE_COLOR: '1' } });
      expect(`${stdout}${stderr}`).not.toContain('\u001b');
    },
  );
});
