import { describe, expect, it } from 'vitest';
import { fitAlert } from '../../../lambdas/adapters/aws/alert-message.ts';
import type { Alert } from '../../../lambdas/core/alerts.ts';
import { linkedIn } from '../text/linked.ts';
import { live, type SecretWorld } from './secret-world.ts';
import { WORLDS } from './secret-worlds.ts';
import { isRevealing, makeSecrets } from './secrets.ts';
import { eventsOf, textsOf } from './sent-texts.ts';

const [drifted, , rejected, , misplaced, classes, twoClasses] = WORLDS;

/** A world whose alerts also lead to a runbook. */
const withRunbook = (world: SecretWorld): SecretWorld => ({
  ...world,
  monitor: (secrets) => `${world.monitor(secrets)}\nalerts: { runbook: https://runbooks.example.com/orders }\n`,
});

const SHAPES = {
  'an address of a page': makeSecrets('x.example/path?q=1', 'https://qzxj'),
  'a host': makeSecrets('.example.com', 'www.qzxj'),
  'an address of a mailbox': makeSecrets('@example.com', 'qzxj'),
  'a share': makeSecrets('\\share', '\\\\qzxj'),
  'a link of chats': makeSecrets('.example|click>', '<https://qzxj'),
  'a link of Markdown': makeSecrets('.example)', '[click](https://qzxj'),
  'a mention': makeSecrets('', '@qzxj'),
};

/** The words that have captured text in them, of an alert as mail, SMS, chats, programs, PagerDuty and webhooks get it. */
function wordsOf(alert: Alert): string[] {
  const forms = (['json', 'chat'] as const).flatMap((format) => {
    const { email, sms, sqs, https } = JSON.parse(fitAlert(alert, format, 262_144)) as Record<string, string>;
    return [...textsOf([email, sms, JSON.parse(sqs), JSON.parse(https)], '')];
  });
  forms.push(
    ...textsOf(
      eventsOf(alert).map((body) => JSON.parse(body)),
      '',
    ),
  );
  return forms.flatMap(({ text }) => text.split(/\s/)).filter(isRevealing);
}

describe.each(Object.entries(SHAPES))('captured text that is %s', (_name, secrets) => {
  it.each([drifted, rejected, misplaced, classes, twoClasses].map((world) => [world.name, world] as const))(
    'is no link in messages about %s, and the links of the product are',
    async (_world, world) => {
      const { fixture } = await live(withRunbook(world), secrets, 'show');

      expect(fixture.alerts).not.toEqual([]);
      const words = fixture.alerts.flatMap(wordsOf);
      expect(words).not.toEqual([]);
      expect(words.filter((word) => linkedIn(word).length > 0)).toEqual([]);
      for (const { text, links } of fixture.alerts) {
        expect(text).toContain('https://runbooks.example.com/orders');
        expect(links.runbook).toBe('https://runbooks.example.com/orders');
      }
    },
  );
});
