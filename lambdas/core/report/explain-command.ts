import type { Alert } from '../alerts.ts';

/** The command that prints what to do about alerts of a kind, for monitors without a runbook of their own. */
export function explainCommand(kind: Alert['kind']): string {
  return `npx driftwarden explain ${kind}`;
}
