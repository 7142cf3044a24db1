import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashValue, type ValueMode } from '../../../lambdas/core/text/redactor.ts';
import { live, type SecretWorld } from './secret-world.ts';
import { WORLDS } from './secret-worlds.ts';
import { anySecrets, isRevealing, makeSecrets, type Secrets } from './secrets.ts';
import { type SentText, sentBy, textsOf, textsOfError } from './sent-texts.ts';

/** Everything that leaves in a world. */
async function sendAll(world: SecretWorld, secrets: Secrets, mode: ValueMode): Promise<SentText[]> {
  const { fixture, results, errors } = await live(world, secrets, mode);
  const sent = [...textsOf(results, 'result'), ...errors.flatMap((error) => [...textsOfError(error)])];
  for await (const text of sentBy(fixture)) sent.push(text);
  return sent;
}

const revealing = (sent: readonly SentText[]) => sent.filter(({ text }) => isRevealing(text));

const PLAIN = makeSecrets();

/** Where results, errors and problems quote the data when they may: the worlds have secrets in each of these places. */
const PLACES = [
  'error.message',
  'error.stack',
  'result[].data.rejected.places[].uri',
  'result[].data.rejected.samples[].detail',
  'result[].data.rejected.samples[].excerpt',
  'result[].data.rejected.samples[].uri',
  'result[].data.repeatSamples[].excerpt',
  'result[].drift.features[].extreme.value',
  'result[].drift.features[].flaggedBy',
  'result[].drift.features[].shift.category',
  'result[].drift.features[].shift.plain.means[]',
  'result[].drift.features[].shifts[][]',
  'result[].labels.examples.label',
  'result[].labels.examples.prediction',
  'result[].labels.reading.rejected.samples[].detail',
  'result[].labels.reading.rejected.samples[].excerpt',
  'result[].notes[]',
  'result[].performance.classes[].name',
  'result[].performance.confusionMatrix.classes[]',
  'result[].performance.leftOut.reasons[].examples[]',
  'result[].predictionDrift.features[].flaggedBy',
  'result[].predictionDrift.features[].shift.category',
  'result[].predictionDrift.features[].shifts[][]',
  'result[].problems[]',
  'result[].quality[].examples[]',
  'result[].quality[].feature',
  'result[].quality[].message',
  'result[].rejected.samples[].excerpt',
  'result[].segments[].value',
  'result[].verdict.performance.leftOut',
  'result[].verdict.reasons[]',
  'result[].warnings[]',
];

describe('a monitor that shows values', () => {
  it('quotes them in every place where it can, so that the worlds below have something to hide', async () => {
    const places = new Set<string>();
    for (const world of WORLDS) {
      const sent = revealing(await sendAll(world, PLAIN, 'show'));
      expect(sent, world.name).not.toEqual([]);
      for (const { place } of sent) if (/^(result|error\.(message|stack)$)/.test(place)) places.add(place);
    }
    expect([...places].sort()).toEqual(PLACES);
  });
});

describe.each(WORLDS.map((world) => [world.name, world] as const))('in a world of %s', (_name, world) => {
  it.each(['hash', 'hide'] as const)('nothing that leaves tells a secret with values: %s', async (mode) => {
    await fc.assert(
      fc.asyncProperty(anySecrets, async (secrets) => {
        expect(revealing(await sendAll(world, secrets, mode))).toEqual([]);
      }),
      { numRuns: 3, examples: [[PLAIN]] },
    );
  });
});

describe('a monitor that hashes values', () => {
  it('gives equal values equal hashes, wherever and whenever they occur', async () => {
    const fields = new Set<string>();
    for (const world of WORLDS) {
      const shown = await live(world, PLAIN, 'show');
      const hashed = await live(world, PLAIN, 'hash');
      const stored = await hashed.fixture.store.get('story/value-key.txt');
      const key = new TextDecoder().decode(stored?.bytes).trim();
      for (const [field, value, hash] of pairsOf(shown.results, hashed.results)) {
        fields.add(field);
        expect(hash).toBe(hashValue(value, key));
      }
    }
    expect([...fields].sort()).toEqual([...VALUES].sort());
  });
});

/** Fields that hold nothing but a value. */
const VALUES: ReadonlySet<string> = new Set([
  'category',
  'classes',
  'examples',
  'label',
  'name',
  'prediction',
  'value',
]);

/** What stands in these fields, in both of two results. */
function* pairsOf(shown: unknown, hashed: unknown, field = ''): Generator<[field: string, string, string]> {
  if (Array.isArray(shown)) {
    for (const [i, each] of shown.entries()) yield* pairsOf(each, (hashed as unknown[])[i], field);
  } else if (shown !== null && typeof shown === 'object') {
    for (const [key, each] of Object.entries(shown)) {
      // Means and deviations have no hash: a result that hashes values does without them.
      if (key === 'plain' && !Object.hasOwn(hashed as object, key)) continue;
      yield* pairsOf(each, (hashed as Record<string, unknown> | undefined)?.[key], key);
    }
    // Numbers that are examples are hidden.
  } else if (typeof shown === 'string' && /^qzxj/.test(shown) && VALUES.has(field))
    yield [field, shown, String(hashed)];
}
