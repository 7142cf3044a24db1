import type { Alert } from '../alerts.ts';

/** The command that prints what to do about alerts of a kind, where the program is a checkout's or a project's. */
export function explainCommand(kind: Alert['kind']): string {
  return `npx driftwarden explain ${kind}`;
}
