import { expect, it } from 'vitest';
import { openDepot, serveDay } from '../../stories/parcels.ts';

const heavier = (parcel: { weight: unknown }) => ({ weight: Number(parcel.weight) + 4 });

it.each([
  ['show', true],
  ['hash', false],
  ['hide', false],
])('plain means and deviations stand beside shifts of numbers where values are shown: %s', async (values, shown) => {
  const fixture = await openDepot({ privacy: `{ values: ${values} }` });
  const weights = serveDay(fixture, 0, (parcel) => ({ ...parcel, ...heavier(parcel) })).map(({ weight }) =>
    Number(weight),
  );
  const { drift } = await fixture.checkDrift(0);
  const { shift } = drift!.features.find(({ name }) => name === 'weight')!;
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  const variance = weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0) / weights.length;
  expect(shift?.kind).toBe('location');
  if (!shown) expect(shift?.plain).toBeUndefined();
  else {
    expect(shift?.plain?.means[1]).toBeCloseTo(mean, 6);
    expect(shift?.plain?.deviations[1]).toBeCloseTo(Math.sqrt(variance), 6);
  }
});
