import { expect, it } from 'vitest';
import { standingSection } from '../../../../lambdas/core/report/html/standing-section.ts';
import { DRIFT, driftedOf } from '../alerts.ts';
import { checkedWindow, driftResult, incident } from '../results.ts';

const commands = {
  lookAt: () => 'look',
  acknowledge: () => 'driftwarden acknowledge',
  newNormal: () => 'driftwarden acknowledge --new-normal',
};

it('an open drift of one window may close without another alert, unless a column has been flagged since an earlier one', () => {
  const isNew = incident('drift', { id: 'drift-2026-03-02', since: '2026-03-02' });
  const checkedWindows = [checkedWindow('2026-03-01', []), checkedWindow('2026-03-02', [DRIFT])];
  const page = (since: string | null) =>
    standingSection({ ...driftResult(driftedOf(since)), incidents: [isNew] }, { checkedWindows, commands })?.markup;
  const said = 'One window so far: if the next one shows no drift, the incident closes without another alert.';
  expect(page(null)).toContain(said);
  expect(page('2026-03-01')).not.toContain(said);
  for (const since of [null, '2026-03-01']) {
    expect(page(since)).toContain('To acknowledge');
    expect(page(since)).not.toContain('--new-normal');
  }
});
