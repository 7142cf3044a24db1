import { describe, expect, it } from 'vitest';
import { expiringRows, TooManyLifecycleRulesError } from '../../lib/expiring-rows.ts';
import { define, FLIGHTS, MINIMAL, RETRAINED } from './definitions.ts';
import { resourcesOf, synthesize } from './templates.ts';

const keeping = (days: number, name: string) => define(`${RETRAINED}  data: { keep: P${days}D }\n`, name);

/** Prefix and days of each rule below a folder. */
const rulesOf = (definitions: Parameters<typeof expiringRows>[0], folder = 'retraining_data/') =>
  expiringRows(definitions)
    .map(({ prefix, expiration }) => [prefix, expiration?.toDays()])
    .filter(([prefix]) => String(prefix).startsWith(folder));

const answering = (duration: string, name: string) =>
  define(FLIGHTS.replace('/flight-delays/ }', `/flight-delays/, keepAnswers: ${duration} }`), name);

describe('rules by which the rows of retrainings expire', () => {
  it.each([
    ['no monitor retrains', [define(FLIGHTS)], [['retraining_data/', 30]]],
    ['a monitor says nothing', [define(RETRAINED)], [['retraining_data/', 30]]],
    ['all say the same', [keeping(9, 'a'), keeping(9, 'b')], [['retraining_data/', 9]]],
    [
      'some keep rows for longer',
      [keeping(9, 'a'), keeping(400, 'b'), define(RETRAINED, 'c')],
      [
        ['retraining_data/', 400],
        ['retraining_data/a/', 9],
        ['retraining_data/c/', 30],
      ],
    ],
    [
      'it does not retrain in the account',
      [define(RETRAINED.replace(/trainingJob: .*/, 'commands: { train: [t], score: [s] }\n  data: { keep: P90D }'))],
      [['retraining_data/', 30]],
    ],
  ])('are few: %s', (_, definitions, rules) => {
    expect(rulesOf(definitions)).toEqual(rules);
  });

  it('delete earlier versions too, and what is left of them', () => {
    const { template } = synthesize([keeping(9, 'a'), define(RETRAINED, 'b')]);
    const [{ Properties }] = resourcesOf(template, 'AWS::S3::Bucket').values();
    const rows = (days: number) => ({
      ExpirationInDays: days,
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      Status: 'Enabled',
    });
    expect(Properties.LifecycleConfiguration.Rules).toEqual([
      {
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        ExpiredObjectDeleteMarker: true,
        NoncurrentVersionExpiration: { NoncurrentDays: 90 },
        Status: 'Enabled',
      },
      { NoncurrentVersionExpiration: { NoncurrentDays: 1 }, Prefix: 'index.html', Status: 'Enabled' },
      { ...rows(30), Prefix: 'retraining_data/' },
      { ...rows(9), Prefix: 'retraining_data/a/' },
      { ...rows(400), Prefix: 'kept_answers/' },
      { ...rows(7), Prefix: 'window_parts/' },
    ]);
  });

  it('are no more than a bucket can have', () => {
    const many = (count: number) => [
      define(RETRAINED, 'longest'),
      ...Array.from({ length: count }, (_, i) => keeping(9, `m${i}`)),
    ];
    // Three rules are for all monitors.
    expect(expiringRows(many(995))).toHaveLength(998);
    expect(() => expiringRows(many(996))).toThrow(TooManyLifecycleRulesError);
    expect(() => expiringRows(many(996))).toThrow(/need 999 lifecycle rules/);
  });
});

describe('rules by which kept answers expire', () => {
  it.each([
    ['no monitor has labels', [define(MINIMAL)], [['kept_answers/', 30]]],
    ['a monitor says nothing', [define(FLIGHTS)], [['kept_answers/', 400]]],
    [
      'some keep them for a shorter time, or no more',
      [answering('P30D', 'a'), define(FLIGHTS, 'b'), answering('P0D', 'c'), define(MINIMAL, 'd')],
      [
        ['kept_answers/', 400],
        ['kept_answers/a/', 30],
        ['kept_answers/c/', 1],
      ],
    ],
  ])('are few: %s', (_, definitions, rules) => {
    expect(rulesOf(definitions, 'kept_answers/')).toEqual(rules);
  });
});
