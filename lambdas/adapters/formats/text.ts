import type { Alert } from '../../core/alerts.ts';

/** An alert as an e-mail has it; the title is its subject too. */
export function textMessage({ title, text }: Alert): string {
  return `${title}\n\n${text}`;
}
