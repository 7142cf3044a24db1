import { describe, expect, it } from 'vitest';
import { GeneratedWorld } from '../../../../simulate/world/generated-world.ts';
import { accuracyOf, modelAlong, strengthFor, turnFor } from '../../../../simulate/world/learnable/accuracy.ts';
import { LearnableWorld } from '../../../../simulate/world/learnable/learnable-world.ts';
import { parseLabels } from '../../../../simulate/world/model/label-arrival.ts';
import type { Drop, ModelSpec } from '../../../../simulate/world/model/spec.ts';
import { parseWorld } from '../../../../simulate/world/spec.ts';

const SPEC: ModelSpec = {
  problem: 'binary-classification',
  metric: 'accuracy',
  value: 0.9,
  wobble: 0,
  autocorrelation: 0,
  positives: 0.5,
  errors: 'normal',
  labels: parseLabels('at-once'),
};
const ROWS = 40_000;

function open({ drop = null, spec = SPEC, features = 3 }: { drop?: Drop | null; spec?: ModelSpec; features?: number }) {
  const world = { rows: ROWS, features, columns: 'normal', ...parseWorld('independent') } as const;
  const generated = new GeneratedWorld({ ...world, baselineRows: 100, baselineDays: 2 }, null, 8, [1, 0]);
  return new LearnableWorld(generated, spec, drop, { baselineDays: 2, days: 8, names: [1, 0] });
}

/** Share of a day's rows that the model is right about. */
function measure(world: LearnableWorld, day: number): number {
  const { chunk, actual } = world.day(day);
  const scores = chunk.columns.get('score')!.numbers!;
  const right = scores.reduce((sum, score, row) => sum + Number(Number(score >= 0.5) === actual.numbers![row]), 0);
  return right / ROWS;
}

/** Four standard errors of a share. */
const near = (value: number) => 4 * Math.sqrt((value * (1 - value)) / ROWS);

describe('accuracy in a world that can be learnt', () => {
  // scipy 1.17.1: integrate.quad over z of norm.pdf(z) * max(expit(s z), 1 - expit(s z)), and with norm.cdf(z / tan(angle)).
  it.each([
    [2, 0, 0.7779896578911],
    [5, 0, 0.8945198506773],
    [5, Math.PI / 4, 0.7321002990117],
    [5, Math.PI / 2, 0.5],
  ])('of the strength %d, turned by %d', (strength, angle, expected) => {
    const model = modelAlong(strength, [1, 0]);
    const truth = { strength, direction: [Math.cos(angle), Math.sin(angle)] };
    expect(accuracyOf(model, truth)).toBeCloseTo(expected, 4);
  });

  it('is the one for which strength and turn were solved', () => {
    const strength = strengthFor(0.87);
    const turn = turnFor(0.8, strength);
    const model = modelAlong(strength, [1, 0]);
    expect(accuracyOf(model, { strength, direction: [1, 0] })).toBeCloseTo(0.87, 9);
    expect(accuracyOf(model, { strength, direction: [Math.cos(turn), Math.sin(turn)] })).toBeCloseTo(0.8, 9);
    expect(() => turnFor(0.4, strength)).toThrow('accuracy cannot become 0.4000');
  });
});

describe('a world that can be learnt', () => {
  const drop: Drop = { size: 0.1, day: 3, over: 1, days: 2 };

  it("turns, which lowers the live model's accuracy, and turns back", () => {
    const world = open({ drop });
    const expected = [0.9, 0.8, 0.8, 0.9];
    for (const [i, value] of expected.entries()) {
      const day = i + 2;
      expect(world.accuracyOn(day, world.live)).toBeCloseTo(value, 6);
      expect(Math.abs(measure(world, day) - value)).toBeLessThan(near(value));
    }
  });

  it('has answers of the model that serves', () => {
    const world = open({ drop });
    const opposite = { intercept: 0, weights: world.live.weights.map((weight) => -weight) };
    world.serve(opposite);
    expect(world.accuracyOn(2, opposite)).toBeCloseTo(0.1, 6);
    expect(Math.abs(measure(world, 2) - 0.1)).toBeLessThan(near(0.1));
  });

  it('has the true accuracy of a model with an intercept, as measured on rows', () => {
    const world = open({});
    const shifted = { intercept: 2, weights: [1, 0.5, -1] };
    world.serve(shifted);
    const value = world.accuracyOn(2, shifted);
    expect(Math.abs(measure(world, 2) - value)).toBeLessThan(near(value));
  });

  it('is known for some time after the last day, and refuses days beyond', () => {
    const world = open({});
    // Promoted models are compared 30 days later.
    expect(world.accuracyOn(7 + 30, world.live)).toBeCloseTo(0.9, 6);
    expect(() => world.accuracyOn(500, world.live)).toThrow('the truth of day 500 is not known');
  });

  it('has no other metric than accuracy, and no other features than numbers', () => {
    expect(() => open({ spec: { ...SPEC, metric: 'f1' } })).toThrow('only the accuracy of a binary classification');
    expect(() => open({ features: 1 })).toThrow('two or more features of the kind normal');
  });
});
