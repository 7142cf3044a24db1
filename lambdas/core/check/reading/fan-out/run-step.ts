import type { Monitor } from '../../../monitor/monitor.ts';
import { windowByName } from '../../../monitor/windows.ts';
import { protecting } from '../../../privacy/protect.ts';
import { findRepeats, listRepeats } from './find-repeats.ts';
import { mergeParts } from './merge-parts.ts';
import { loadPlan, type StepContext } from './plan.ts';
import { readAgain, readPart } from './read-part.ts';
import type { ReadingStep, Repeated } from './steps.ts';

/**
 * Does one step of the reading of a large window.
 *
 * @returns the answer of `list-repeats`; the others have none
 * @throws ReadingChangedError, UnknownWindowError, BaselineError, WindowTooLargeError, MissingPartsError
 */
export function runReadingStep(request: ReadingStep, monitor: Monitor, context: StepContext): Promise<Repeated | null> {
  return protecting(monitor, async () => {
    const window = windowByName(monitor.schedule, request.window);
    const planned = await loadPlan(monitor, window, request.run, context);
    switch (request.step) {
      case 'list-repeats':
        return listRepeats(planned, context);
      case 'read-part':
        await readPart(planned, request.part, context);
        break;
      case 'find-repeats':
        await findRepeats(planned, request.range, context);
        break;
      case 'read-again':
        await readAgain(planned, request.part, context);
        break;
      case 'merge':
        await mergeParts(planned, request.tolerated, context);
    }
    return null;
  });
}
