import { describe, expect, it } from 'vitest';
import type { AlertContext } from '../../../lambdas/core/report/alert-facts.ts';
import { ALERTS, alertOf, BROKEN_LINE, DRIFT, quiet, WORSE, wanted, well, worseAgain } from './alerts.ts';
import { accuracyResult, checkedWindow, clear, driftResult, eventOf, incident } from './results.ts';

describe('an alert', () => {
  it.each(ALERTS)('%s reads as in its golden file', async (name, alert) => {
    const { text, title, ...fields } = alert;
    const page = `${title}\n\n${text}\n\n${JSON.stringify(fields, null, 1)}\n`;
    await expect(page).toMatchFileSnapshot(`golden/alert-${name}.txt`);
  });

  it.each(ALERTS)(
    '%s states what happened, since when, what to do next and where to look',
    (_name, { title, text, ...fields }) => {
      expect(title).toMatch(/^\[((OPEN|STILL OPEN) (critical|warning)|RECOVERED)\] returns: \S/);
      expect(title.length).toBeLessThanOrEqual(99);
      expect(text).toContain(fields.resultKey);
      expect(text).toContain(fields.dedupeKey);
      for (const [name, link] of Object.entries(fields.links)) {
        expect(
          text.split('\n').filter((line) => line.startsWith(`${name} `) && line.endsWith(` ${link}`)),
        ).toHaveLength(1);
      }
      expect(text).toMatch(/^next step +((retrain|fix the data) \(|nothing to do$|find out |check that |repair )/m);
      expect(text).toMatch(/^baseline +2026-02-01-0a1b2c3d, 120,000 rows, built 2026-02-01T09:00:00Z$/m);
      expect(text).toMatch(
        /^to inspect +npx driftwarden check returns --window 2026-03-02 --kind (drift|accuracy) --dry-run$/m,
      );
      expect(text).toMatch(/^read +[\d,]+ rows in \d+ files/m);
    },
  );

  it.each([
    ['the requested retraining', true, true, '; a retraining has been requested: wait for its message'],
    [
      'a retraining or a rollback',
      true,
      false,
      '; if they are, retrain (`driftwarden retrain`), or restore the previous model',
    ],
    [
      'a new model by hand, without a section for retrainings,',
      false,
      false,
      '; if they are, train and deploy a new model as you usually do, then build its baseline (`driftwarden baseline`)\n',
    ],
  ])('about performance names %s as what to do after looking at the labels', (_name, canRetrain, isRequested, says) => {
    const retraining = isRequested ? { id: 'r', since: '2026-03-02', requestedAt: 0, limit: 'accuracy < 0.7' } : null;
    const event = eventOf('opened', incident('performance'), [checkedWindow('2026-03-02', [WORSE])]);
    const { text } = alertOf(event, accuracyResult({ retraining }), { canRetrain });
    expect(text).toContain(`\nnext step       check that the labels are right${says}`);
  });

  it('counts the windows of the incident, not those before it or in order', () => {
    const checkedWindows = [
      checkedWindow('2026-02-27', [WORSE]),
      checkedWindow('2026-03-01', [WORSE]),
      checkedWindow('2026-03-02', [clear('performance')]),
      checkedWindow('2026-03-03', [WORSE]),
    ];
    const { text } = alertOf(eventOf('repeated', incident('performance'), checkedWindows), accuracyResult());
    expect(text).toContain('Since window 2026-03-01: 2 windows, 2 days.');
  });

  it('says that it cannot count all windows of an incident that began before those on record', () => {
    const checkedWindows = [checkedWindow('2026-03-02', [WORSE]), checkedWindow('2026-03-03', [WORSE])];
    const { text } = alertOf(eventOf('repeated', incident('performance'), checkedWindows), accuracyResult());
    expect(text).toContain('Since window 2026-03-01: at least 2 windows.');
  });

  it('says so when late labels of another window decided', () => {
    const checkedWindows = [checkedWindow('2026-03-05', [WORSE])];
    const { text, window } = alertOf(eventOf('opened', incident('performance'), checkedWindows), accuracyResult());
    expect(window).toBe('2026-03-05');
    expect(text).toContain('New in window 2026-03-05.\nFound when window 2026-03-02 was checked again.');
  });

  it('of a recovery has nothing to do, and names what is still open', () => {
    const over = incident('data-quality', {
      state: 'recovered',
      lastWindow: '2026-03-01',
      recoveredWindow: '2026-03-02',
    });
    const windows = [checkedWindow('2026-03-01', [DRIFT]), checkedWindow('2026-03-02', [clear('data-quality')])];
    const drifted = driftResult({ verdict: { ...quiet.verdict, dataMatches: 'no', nextStep: 'alert' } });
    const nextStep = (...incidents: AlertContext['incidents']) =>
      /^next step +(.*)$/m.exec(alertOf(eventOf('recovered', over, windows), drifted, { incidents }).text)?.[1];
    expect(nextStep(over)).toBe('nothing to do');
    expect(nextStep(over, incident('drift'), incident('no-data', { state: 'resolved' }))).toBe(
      'nothing to do; still open: drift-2026-03-01',
    );
  });

  it('of a recovery that a later window showed leaves out how limits stand after the earlier one', () => {
    const over = incident('performance', { state: 'recovered', recoveredWindow: '2026-03-04' });
    const windows = [checkedWindow('2026-03-01', [WORSE]), checkedWindow('2026-03-04', [clear('performance')])];
    const { text } = alertOf(eventOf('recovered', over, windows), accuracyResult());
    expect(text).toContain('Found when window 2026-03-02 was checked again.');
    expect(text).not.toContain('alert limit');
    const same = { ...over, recoveredWindow: '2026-03-02' };
    expect(alertOf(eventOf('recovered', same, windows), accuracyResult()).text).toContain('alert limit');
  });

  it('states how long an incident lasted, from the start of its first window to the end of its last', () => {
    const checkedWindows = [
      checkedWindow('2026-03-01', [WORSE]),
      checkedWindow('2026-03-02', [WORSE]),
      checkedWindow('2026-03-03', [clear('performance')]),
      checkedWindow('2026-03-04', [clear('performance')]),
    ];
    const over = eventOf('recovered', incident('performance', { state: 'recovered' }), checkedWindows);
    const { title, text } = alertOf(over, well);
    expect(title).toBe('[RECOVERED] returns: performance is back to normal after 2 days');
    expect(text).toContain('The incident covered windows 2026-03-01 to 2026-03-02 (2 windows, 2 days).');
    const forgotten = alertOf({ ...over, checkedWindows: checkedWindows.slice(1) }, well);
    expect(forgotten.title).toBe('[RECOVERED] returns: performance is back to normal');
  });

  it.each([
    [null, null, undefined],
    [wanted, null, 'requested since window 2026-03-01: accuracy < 0.7'],
    [null, 'the data is broken', 'blocked: the data is broken'],
    [wanted, 'the data is broken', 'requested since window 2026-03-01: accuracy < 0.7; blocked: the data is broken'],
  ])('states whether the requested retraining starts: %j, %j', (retraining, block, said) => {
    const { text } = alertOf(worseAgain, accuracyResult({ retraining }), { block });
    expect(/^retraining +(.*)$/m.exec(text)?.[1]).toBe(said);
  });

  it('about performance names the drift that most likely has the same cause', () => {
    const sameCause = {
      drift: incident('drift', { since: '2026-03-01' }),
      headline: 'price drifted: much higher',
      window: null,
    };
    const said = /^same cause +drift since window 2026-03-01, most likely with the same cause(.*)$/m;
    const of = (changes: Partial<AlertContext['sameCause']>) =>
      said.exec(alertOf(worseAgain, accuracyResult(), { sameCause: { ...sameCause, ...changes } }).text)?.[1];
    expect(of({})).toBe(': price drifted: much higher');
    expect(of({ window: '2026-02-27' })).toBe(': in window 2026-02-27, price drifted: much higher');
    expect(of({ headline: '' })).toBe('');
    expect(alertOf(worseAgain, accuracyResult()).text).not.toContain('same cause');
  });

  it.each([
    [
      incident('data-quality', { id: 'data-quality-2026-03-02' }),
      'fix the data first: repair the pipeline that feeds the model, and send the affected requests again if their answers matter; do not train on the broken windows',
    ],
    [
      incident('data-quality', { id: 'data-quality-2026-03-02', state: 'recovered', recoveredWindow: '2026-03-04' }),
      'the data is back to normal since window 2026-03-04: wait for the labels of later windows, and do not train on the broken windows',
    ],
  ])('about performance of broken data names that as the cause, and never advises to train: %#', (about, next) => {
    const broken = { window: '2026-03-02', finding: BROKEN_LINE, incident: about };
    const sameCause = { drift: incident('drift'), headline: 'price drifted', window: null };
    const { text } = alertOf(worseAgain, accuracyResult(), { broken, sameCause, canRetrain: false });
    expect(/^cause +(.*)$/m.exec(text)?.[1]).toBe(
      `the data of window 2026-03-02 was broken (data-quality-2026-03-02): ${BROKEN_LINE}`,
    );
    expect(/^next step +(.*)$/m.exec(text)?.[1]).toBe(next);
    expect(text).not.toContain('same cause');
  });

  it('names the segments that are worse than the whole, at most three', () => {
    const [worse] = accuracyResult().segments;
    const segments = ['NL', null, 'DE', 'FR'].map((value) => ({ ...worse, value }));
    const { text } = alertOf(worseAgain, accuracyResult({ segments }));
    expect(text).toMatch(
      /^worst segments +country = NL: 0\.7000 .*, 900 rows\n +country = \(missing\): .*\n +country = DE: .*\nwindow/m,
    );
  });
});
