import { describe, expect, it } from 'vitest';
import { ALERTS, alertOf, DRIFT, driftedOf, quiet, TROUBLES } from './alerts.ts';
import {
  accuracyResult,
  breach,
  checkedWindow,
  driftOf,
  driftResult,
  eventOf,
  feature,
  incident,
  shift,
} from './results.ts';

describe('the title of an alert, and what it says about drift', () => {
  it('cuts a title that is too long for SNS', () => {
    const long = breach('drift', `${'x'.repeat(300)}`);
    const { title } = alertOf(eventOf('opened', incident('drift'), [checkedWindow('2026-03-02', [long])]), quiet);
    expect(title).toHaveLength(99);
    expect(title.endsWith('…')).toBe(true);
  });

  it('calls columns of the first window, or after windows that were not checked, no single cause', () => {
    const headOf = (...before: string[]) => {
      const windows = [...before.map((window) => checkedWindow(window, [])), checkedWindow('2026-03-02', [DRIFT])];
      const isNew = incident('drift', { id: 'drift-2026-03-02', since: '2026-03-02' });
      return alertOf(eventOf('opened', isNew, windows), driftResult(driftedOf(null))).text.split('\n')[0];
    };
    const apart =
      '3 columns in window 2026-03-02 (the day before was not checked: they may have begun at different times):';
    expect(headOf()).toBe(apart);
    expect(headOf('2026-02-28')).toBe(apart);
    expect(headOf('2026-03-01')).toBe('3 columns in window 2026-03-02, most likely one cause:');
    // The columns of a later window began with the first one on record, or before the record.
    const since = (...names: string[]) => {
      const windows = names.map((window) => checkedWindow(window, [DRIFT]));
      const { text } = alertOf(eventOf('repeated', incident('drift'), windows), driftResult(driftedOf('2026-03-01')));
      return text.split('\n')[0].replace(/; limits.*/, '');
    };
    expect(since('2026-03-01', '2026-03-02')).toBe(
      '2 columns since window 2026-03-01 (the day before was not checked: they may have begun at different times)',
    );
    expect(since('2026-02-28', '2026-03-01', '2026-03-02')).toBe(
      '2 columns since window 2026-03-01, most likely one cause',
    );
    // As many as are kept: there may have been others before.
    const between = Array<string>(398).fill('2026-03-01T12:00Z');
    expect(since('2026-03-01', ...between, '2026-03-02')).toBe(
      '2 columns since window 2026-03-01, most likely one cause',
    );
    expect(since('2026-03-02')).toBe('2 columns since window 2026-03-01, most likely one cause');
  });

  it.each([
    [
      `"${'x'.repeat(59)}…" drifted: wasserstein 0.412, limit 0.1, p 2e-40`,
      `[OPEN warning] returns: "${'x'.repeat(25)}…" drifted: wasserstein 0.412, limit 0.1, p 2e-40`,
    ],
    [
      'a_rather_long_name_of_a_feature_that_somebody_chose: 40 % missing, 0 % in the baseline',
      '[OPEN warning] returns: a_rather_long_name_of_a_feature_that_so…: 40 % missing, 0 % in the baseline',
    ],
  ])('shortens a long name in a title before what was measured: %s', (headline, title) => {
    const about = breach('drift', headline);
    expect(title).toHaveLength(99);
    expect(alertOf(eventOf('opened', incident('drift'), [checkedWindow('2026-03-02', [about])]), quiet).title).toBe(
      title,
    );
  });

  it('leaves out why there is no interval, so that the limit fits', () => {
    const headline = 'roc_auc 0.5804 (no interval: 8 positive rows; an interval needs 20), below the limit of 0.78';
    const about = [checkedWindow('2026-03-02', [breach('performance', headline)])];
    const { title, text } = alertOf(eventOf('opened', incident('performance'), about), accuracyResult());
    expect(title).toBe('[OPEN critical] returns: roc_auc 0.5804, below the limit of 0.78');
    expect(text.split('\n')[0]).toBe(headline);
  });

  it('groups drifted columns by the window in which they began to drift; a single column has one line', () => {
    const text = (name: string) => ALERTS.find(([other]) => other === name)![1].text;
    expect(text('drift-open')).toMatch(
      /^3 columns in window 2026-03-02, most likely one cause:\n- price: 0\.62 .*\n- age: 0\.4 .*\n- the model's answers: score: 0\.3 .*\nNew in window 2026-03-02\.\nOne window so far: if the next one shows no drift, the incident closes without another alert\.\n\n/,
    );
    expect(text('drift-still-open')).toMatch(
      /^2 columns since window 2026-03-01, most likely one cause; limits: learned from 27 windows:\n- price: 0\.62 standard deviations higher in normal scores \(limit 0\.15\), p 2e-40\n- age: .*\n1 column in window 2026-03-02:\n- the model's answers: score: .*still being learned from 4 windows\), p 1e-9\nSince window 2026-03-01: 2 windows, 2 days\.\n\n/,
    );
  });

  it('says nothing of one window where a column has been flagged since an earlier one', () => {
    const windows = ['2026-02-28', '2026-03-01', '2026-03-02'].map((window, i) =>
      checkedWindow(window, i === 2 ? [DRIFT] : []),
    );
    const isNew = incident('drift', { id: 'drift-2026-03-02', since: '2026-03-02' });
    const textSince = (since: string | null) =>
      alertOf(eventOf('opened', isNew, windows), driftResult(driftedOf(since))).text;
    for (const since of [null, '2026-03-02']) {
      expect(textSince(since)).toContain(
        '\nNew in window 2026-03-02.\nOne window so far: if the next one shows no drift',
      );
    }
    expect(textSince('2026-03-01')).toContain('\nNew in window 2026-03-02.\n\n');
    expect(textSince('2026-03-01')).not.toContain('One window so far');
  });

  it('offers the new normal from the second drifted window on, and only for open drift', () => {
    const offered = ALERTS.filter(([, { text }]) =>
      /^to accept as normal +npx driftwarden acknowledge returns drift-2026-03-01 --new-normal$/m.test(text),
    );
    expect(offered.map(([name]) => name)).toEqual(['drift-still-open']);
    expect(ALERTS.filter(([, { text }]) => text.includes('--new-normal'))).toHaveLength(1);
    // The words of the next step offer it in the same messages.
    const inWords = ALERTS.filter(([, { text }]) => text.includes('accept it: `to accept as normal`'));
    expect(inWords.map(([name]) => name)).toEqual(offered.map(([name]) => name));
  });

  it('names ten drifted columns and counts the others', () => {
    const features = Array.from({ length: 14 }, (_, i) => feature({ name: `c${i}`, drifted: true, shift: shift() }));
    const [signal] = TROUBLES[0];
    const { text } = alertOf(
      eventOf('opened', incident('drift', { since: '2026-03-02' }), [checkedWindow('2026-03-02', [signal])]),
      driftResult({ drift: driftOf(features) }),
    );
    expect(text).toContain('14 columns in window 2026-03-02');
    expect(text.match(/^- c\d+: /gm)).toHaveLength(10);
    expect(text).toContain('\n- and 4 more in the report\n');
  });

  it('states that a recovering column is not clearly back yet, without a p-value', () => {
    const held = shift({ effect: 0.1, since: '2026-03-01', pValue: 1 });
    const result = driftResult({ drift: driftOf([feature({ drifted: true, shift: held })]) });
    const about = checkedWindow('2026-03-02', [DRIFT]);
    const { text } = alertOf(
      eventOf('repeated', incident('drift'), [checkedWindow('2026-03-01', [DRIFT]), about]),
      result,
    );
    expect(text.split('\n')[0]).toBe(
      'price drifted since 2026-03-01 and is not clearly back yet: 0.1 standard deviations higher in normal scores (limit 0.15 standard deviations: learned from 27 windows)',
    );
  });

  it('names who declared a new normal and since when, and that the previous incident was a single outlier window', () => {
    const newNormals = [
      {
        ...{ since: '2026-02-10', features: ['weight'], answers: ['score'] },
        ...{ by: 'Ann', at: Date.parse('2026-02-12T06:30Z'), note: 'a new supplier' },
      },
    ];
    const odd = incident('drift', {
      id: 'drift-2026-02-20',
      since: '2026-02-20',
      state: 'recovered',
      singleWindow: true,
    });
    const { text } = alertOf(
      eventOf('opened', incident('drift', { id: 'drift-2026-03-02' }), [checkedWindow('2026-03-02', [DRIFT])]),
      driftResult({ ...driftedOf(null), newNormals }),
      { incidents: [odd] },
    );
    expect(text).toMatch(
      /^new normal +weight, the model's answers: score since window 2026-02-10, declared by Ann on 2026-02-12T06:30Z: a new supplier$/m,
    );
    expect(text).toMatch(/^previous +drift in window 2026-02-20 only, a single outlier window \(drift-2026-02-20\)$/m);
  });
});
