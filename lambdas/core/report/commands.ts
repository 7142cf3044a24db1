import type { Commands } from '../alerts.ts';
import { explainCommand } from './explain-command.ts';

/** The commands with their default options. */
export const PLAIN_COMMANDS: Commands = {
  lookAt: ({ monitor, window, kind }) =>
    `npx driftwarden check ${monitor} --window ${window.name} --kind ${kind} --dry-run`,
  explain: explainCommand,
  buildBaseline: (monitor) => `npx driftwarden baseline ${monitor}`,
  acknowledge: (monitor, incident) => `npx driftwarden acknowledge ${monitor} ${incident}`,
  newNormal: (monitor, incident) => `npx driftwarden acknowledge ${monitor} ${incident} --new-normal`,
  lookAtRetraining: (monitor) => `npx driftwarden retrain list ${monitor}`,
  rollback: (monitor) => `npx driftwarden rollback ${monitor}`,
};
