import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupByName, UngroupableError } from '../../lib/monitor-groups.ts';

const LIMIT = 5;
const group = (names: readonly string[], limit = LIMIT) =>
  groupByName(
    names,
    (name) => name,
    (members) => members.length <= limit,
  );
const numbers = (names: readonly string[]) =>
  new Map(group(names).flatMap(({ number, members }) => members.map((name) => [name, number])));
const names = fc.uniqueArray(fc.stringMatching(/^[a-z0-9-]{1,20}$/), { minLength: 1, maxLength: 60 });

describe('groups by name', () => {
  it('hold every name once, and no more than fits', () => {
    fc.assert(
      fc.property(names, (all) => {
        const groups = group(all);
        expect(groups.flatMap(({ members }) => members).sort()).toEqual([...all].sort());
        for (const { members } of groups) {
          expect(members.length).toBeGreaterThan(0);
          expect(members.length).toBeLessThanOrEqual(LIMIT);
        }
      }),
    );
  });

  it('do not depend on the order of the names', () => {
    fc.assert(
      fc.property(names, (all) => {
        expect(numbers([...all].reverse())).toEqual(new Map([...numbers(all)].reverse()));
      }),
    );
  });

  it('stay as they are when a name is added, except for names that move into new groups', () => {
    fc.assert(
      fc.property(names, fc.nat(), (all, nth) => {
        const [added] = all.splice(nth % all.length, 1);
        const before = numbers(all);
        const after = numbers([...all, added]);
        // A number below that without members is one in which no monitor has its highest score.
        const known = Math.max(0, ...before.values());
        for (const [name, number] of before) {
          if (after.get(name) !== number) expect(after.get(name)).toBeGreaterThan(known);
        }
      }),
    );
  });

  it('are one where all fit', () => {
    expect(group(['a', 'b', 'c'])).toEqual([{ number: 1, members: ['a', 'b', 'c'] }]);
    expect(group([])).toEqual([]);
  });

  it('of a thousand monitors are hardly more than have to be', () => {
    const thousand = Array.from({ length: 1000 }, (_, i) => `flight-delays-${String(i).padStart(4, '0')}`);
    const groups = group(thousand, 80);
    // 13 would have to be full to the last place.
    expect(groups).toHaveLength(17);
    const moved = group(thousand.slice(1), 80).filter(
      ({ members }, i) => JSON.stringify(members) !== JSON.stringify(groups[i].members),
    );
    expect(moved).toHaveLength(1);
  });

  it('are refused for what does not fit alone', () => {
    const fits = (members: readonly string[]) => members.join('').length <= 3;
    expect(() => groupByName(['a', 'long'], (name) => name, fits)).toThrow(UngroupableError);
  });
});
