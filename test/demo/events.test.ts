import { describe, expect, it } from 'vitest';
import { isLate, isOn, KILOMETRES, sendDistance } from '../../demo/events.ts';

describe('the upstream bug', () => {
  it.each([
    ['2001-03-19', false, 1000],
    ['2001-03-20', true, 1609],
    ['2001-03-25', true, 1609],
    ['2001-03-26', false, 1000],
  ])('on %s: %s', (day, on, sent) => {
    expect(isOn(KILOMETRES, day)).toBe(on);
    expect(sendDistance(1000, day)).toBe(sent);
  });
});

describe('the definition of late', () => {
  it.each([
    ['2001-05-14', 15, 0],
    ['2001-05-14', 16, 1],
    ['2001-05-14', -60, 0],
    ['2001-05-15', 10, 0],
    ['2001-05-15', 11, 1],
    ['2001-05-15', -10, 0],
    ['2001-05-15', -11, 1],
    ['2001-06-30', 16, 1],
  ])('on %s a delay of %i minutes is %i', (day, delay, late) => {
    expect(isLate(delay, day)).toBe(late);
  });
});
