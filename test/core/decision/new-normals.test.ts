import { describe, expect, it } from 'vitest';
import type { Signal } from '../../../lambdas/core/decision/checked-window.ts';
import type { NewNormalColumn } from '../../../lambdas/core/decision/declared-normal.ts';
import { IncidentError } from '../../../lambdas/core/decision/incident-actions.ts';
import { columnNormals, declareNewNormal, findDrift, normalsOf } from '../../../lambdas/core/decision/new-normals.ts';
import { emptyState, type MonitorState, stateSchema } from '../../../lambdas/core/decision/state.ts';
import { transition } from '../../../lambdas/core/decision/transition.ts';
import { checkedWindowOf, openIncidents, signalOf } from './checked-windows.ts';

const DAY = 86_400_000;
const said = { by: 'Ann', note: '' };
const startOf = (day: number) => checkedWindowOf(day, {}).start;

function breach(state: MonitorState, day: number, kind: Signal['kind'] = 'drift'): MonitorState {
  const checkedWindow = checkedWindowOf(day, { signals: [signalOf(kind, 'breach')] });
  return transition(state, 'drift', checkedWindow, checkedWindow.end, { repeatEvery: DAY }).state;
}

function column(name: string, day: number, mean = 0.5): NewNormalColumn {
  const { window: since, start } = checkedWindowOf(day, {});
  const levels: NewNormalColumn['levels'] = [['location', mean, 0.02]];
  return { family: 'features', name, since, start, windows: 2, levels, method: 'wasserstein', distance: mean };
}

/** Opens a drift on a day and calls it normal on the next. */
function declareOn(state: MonitorState, day: number, columns: NewNormalColumn[], baseline = 'b'): MonitorState {
  const drifted = breach(breach(state, day), day + 1);
  const incident = findDrift(drifted, openIncidents(drifted)[0])!;
  return declareNewNormal(drifted, incident, { baseline, until: startOf(day + 1), columns, said, now: 1 }).state;
}

const start = (): MonitorState => ({ ...emptyState('m'), baseline: 'b' });
const namesOf = ({ newNormals }: MonitorState) => newNormals.map(({ columns }) => columns.map(({ name }) => name));

describe('a new normal', () => {
  it('ends the incident, and its windows open no other', () => {
    const state = declareOn(start(), 0, [column('price', 0)]);
    expect(state.incidents[0]).toMatchObject({ state: 'resolved', resolved: { by: 'Ann', newNormal: true } });
    expect(openIncidents(breach(state, 1))).toEqual([]);
    expect(openIncidents(breach(state, 2))).toEqual(['drift-2001-02-03']);
  });

  it('takes the place of what was normal for the same column, and of no other', () => {
    const first = declareOn(start(), 0, [column('price', 0), column('weight', 0)]);
    const state = declareOn(first, 5, [column('price', 5, 1)]);
    expect(namesOf(state)).toEqual([['weight'], ['price']]);
    const normals = columnNormals(state.newNormals, 'features', startOf(9));
    expect(normals.get('price')!.levels.get('location')).toEqual({ mean: 1, error: 0.02 });
    expect(normals.get('weight')!.since).toBe('2001-02-01');
    expect(columnNormals(state.newNormals, 'answers', startOf(9)).size).toBe(0);
  });

  it('holds from the window on in which its column drifted', () => {
    const { newNormals } = declareOn(start(), 3, [column('price', 3)]);
    expect([2, 3].map((day) => columnNormals(newNormals, 'features', startOf(day)).size)).toEqual([0, 1]);
  });

  it('is kept while its baseline is active or can be rolled back to', () => {
    const old = declareOn(start(), 0, [column('price', 0)]);
    const model = (previous: string) => ({
      ...{ retraining: 'r', endpointConfig: 'e', baseline: 'c', since: 0 },
      previous: { retraining: null, endpointConfig: 'e', baseline: previous },
    });
    const replaced = { ...old, baseline: 'c', model: model('b') };
    expect(normalsOf(replaced, 'c')).toEqual([]);
    expect(namesOf(declareOn(replaced, 5, [column('price', 5)], 'c'))).toEqual([['price'], ['price']]);
    const first = { ...replaced, model: { ...model('b'), previous: null } };
    expect(namesOf(declareOn(first, 5, [column('age', 5)], 'c'))).toEqual([['age']]);
    expect(namesOf(declareOn({ ...replaced, model: model('c') }, 5, [column('age', 5)], 'c'))).toEqual([['age']]);
  });

  it('is refused where too many are kept, with what to do', () => {
    let state = start();
    for (let i = 0; i < 40; i++) state = declareOn(state, 3 * i, [column(`column ${i}`, 3 * i)]);
    expect(() => declareOn(state, 200, [column('one more', 200)])).toThrow(IncidentError);
    expect(() => declareOn(state, 200, [column('one more', 200)])).toThrow(
      'there are 40 new normals already, so the baseline is out of date: retrain, or build a baseline from newer data',
    );
    expect(namesOf(declareOn(state, 200, [column('column 7', 200)]))).toHaveLength(40);
  });

  it('is refused for other incidents than drift', () => {
    const state = breach(start(), 0, 'data-quality');
    expect(() => findDrift(state, 'data-quality-2001-02-01')).toThrow(
      'data-quality-2001-02-01 is not a drift incident: only drifted columns can get a new normal',
    );
  });

  it('is already there where the incident was resolved by one', () => {
    const state = declareOn(start(), 0, [column('price', 0)]);
    expect(findDrift(state, 'drift-2001-02-01')).toBeNull();
  });

  it('is refused for a drift that is over', () => {
    const drifted = breach(start(), 0);
    const clear = checkedWindowOf(1, { signals: [signalOf('drift', 'clear')] });
    const { state } = transition(drifted, 'drift', clear, clear.end, { repeatEvery: DAY });
    expect(() => findDrift(state, 'drift-2001-02-01')).toThrow(
      'drift-2001-02-01 is over (closed with window 2001-02-02): its drift can no longer become the new normal; if the data drifts again, name the incident that opens then',
    );
  });

  it('leaves other incidents open', () => {
    const before = breach(breach(start(), 0, 'data-quality'), 1);
    const found = { baseline: 'b', until: startOf(1), columns: [column('price', 1)], said, now: 1 };
    const { state } = declareNewNormal(before, findDrift(before, 'drift-2001-02-02')!, found);
    expect(openIncidents(state)).toEqual(['data-quality-2001-02-01']);
  });

  it('applies to its baseline alone', () => {
    const state = declareOn(start(), 0, [column('price', 0)]);
    expect(normalsOf(state, 'b')).toEqual(state.newNormals);
    expect([normalsOf(state, 'c'), normalsOf(state, null)]).toEqual([[], []]);
  });

  it('takes the place of several columns, and not of an answer of the same name', () => {
    const first = declareOn(start(), 0, [
      column('price', 0),
      column('age', 0),
      { ...column('age', 0), family: 'answers' },
    ]);
    const state = declareOn(first, 5, [column('price', 5), column('age', 5)]);
    expect(state.newNormals.map(({ columns }) => columns.map(({ family, name }) => `${family} ${name}`))).toEqual([
      ['answers age'],
      ['features price', 'features age'],
    ]);
  });

  it('survives writing and reading, and older states have none', () => {
    const state = declareOn(start(), 0, [column('price', 0)]);
    expect(stateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
    const { newNormals: _, ...old } = start();
    expect(stateSchema.parse(old).newNormals).toEqual([]);
  });
});
