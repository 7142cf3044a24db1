import type { Alert } from '../../core/alerts.ts';
import { truncate } from '../../core/text/truncate.ts';

/** The longest description that Amazon Q Developer shows, in characters. */
const MAX_DESCRIPTION = 8000;

/** A custom notification of Amazon Q Developer in chat applications, version 1.0. */
interface ChatMessage {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** Messages with the same id share a thread: one thread for each incident. */
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

/**
 * An alert as Amazon Q Developer's custom notification, which Slack and Microsoft Teams show
 * (docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html).
 */
export function chatMessage(alert: Alert): string {
  return JSON.stringify(notificationOf(alert));
}

function notificationOf(alert: Alert): ChatMessage {
  const { dedupeKey, monitor, model, kind, state, severity, window, since, resultKey, links } = alert;
  const { report, dashboard, runbook } = links;
  const steps = [
    `Look at the report: ${report}`,
    ...(dashboard === undefined ? [] : [`Dashboard: ${dashboard}`]),
    ...(runbook === undefined ? [] : [`Runbook: ${runbook}`]),
  ];
  return {
    version: '1.0',
    source: 'custom',
    id: dedupeKey,
    content: {
      textType: 'client-markdown',
      title: plain(alert.title),
      description: description(alert.text),
      nextSteps: steps.map(escapeMarkup),
      keywords: [monitor, kind, severity].map(escapeMarkup),
    },
    metadata: {
      threadId: `${monitor}/${kind}/${since}`,
      summary: plain(alert.title),
      eventType: `driftwarden ${kind} ${state}`,
      relatedResources: [resultKey, report, dashboard].filter((resource) => resource !== undefined),
      additionalContext: { dedupeKey, monitor, model, window, since, severity, state },
    },
  };
}

/** The text in a fixed-width block, so that its columns align, cut to the longest description. */
function description(text: string): string {
  const block = (body: string) => `\`\`\`\n${body}\n\`\`\``;
  let escaped = escapeMarkup(text);
  for (let kept = text.length; block(escaped).length > MAX_DESCRIPTION; ) {
    kept = Math.min(kept, MAX_DESCRIPTION) - 100;
    escaped = `${escapeMarkup(truncate(text, kept))}\n…`;
  }
  return block(escaped);
}

/** Escapes text outside a block, so that captured text or a job's error never becomes a link or a mention. */
function plain(text: string): string {
  return escapeMarkup(text)
    .replaceAll('](', '] (')
    .replaceAll('://', ': //')
    .replaceAll(/@(?=\w)/g, '@ ');
}

/** Slack's control characters as entities, so that a feature's name cannot mention a channel (`<!channel>`) or end the block. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('```', "'''");
}
