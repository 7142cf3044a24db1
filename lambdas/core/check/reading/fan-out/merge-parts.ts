import type { RunContext } from '../../../context.ts';
import { SourceCounter } from '../../../sources.ts';
import { countOf } from '../../../text/numbers.ts';
import { type KeptProfiles, parseProfiles, writeProfiles } from '../kept-profiles.ts';
import { readingPlan } from '../profile-capture.ts';
import { dataRead } from '../read-window.ts';
import { WindowReading } from '../shards/window-reading.ts';
import { loadFiles, type PlannedReading, type StepContext } from './plan.ts';
import { getPart } from './stored-part.ts';
import { getText, putText } from './stored-text.ts';

/** More parts are missing than are tolerated. */
class MissingPartsError extends Error {
  override readonly name = 'MissingPartsError';
}

/**
 * Merges the parts in their order and stores what the window holds. A part that could not be read is left out: each of its files counts
 * as one rejected record, which names it.
 *
 * @param tolerated Percent of the parts that may be missing.
 * @throws MissingPartsError
 */
export async function mergeParts(planned: PlannedReading, tolerated: number, context: StepContext): Promise<void> {
  const { monitor, window, baseline, keys, plan, parts } = planned;
  const { results } = context;
  const reading = new WindowReading(readingPlan(monitor, window, baseline));
  const counter = new SourceCounter();
  let leftOut = 0;
  for (let part = 0; part < parts; part++) {
    const found = (await getPart(results, keys.again(part))) ?? (await getPart(results, keys.part(part)));
    if (found === null) {
      leftOut++;
      for (const { uri } of await loadFiles(planned, part, context)) {
        reading.log.reject('unreadable-file', uri, null, LEFT_OUT, '');
      }
      continue;
    }
    reading.absorbPart(found);
    counter.objects += found.objects;
    counter.bytes += found.bytes;
  }
  if (leftOut > (parts * tolerated) / 100) {
    throw new MissingPartsError(
      `${leftOut} of ${countOf(parts, 'part')} of the window ${window.name} are missing: check it again`,
    );
  }
  const { features, answers, misplaced, columns } = reading.finish();
  const captured = { features, answers, data: dataRead(counter, reading.log), misplaced, columns };
  // With parts left out it is what no listing has: a later check reads the files again.
  const files = leftOut === 0 ? plan.files : `${plan.files} without ${leftOut}`;
  await putText(results, keys.window, writeProfiles(captured, files, plan.reading));
}

const LEFT_OUT = 'reading its part of the window failed each time';

/** What {@link mergeParts} has stored; null where it has not. */
export async function loadMerged(
  { keys, plan }: PlannedReading,
  { results }: Pick<RunContext, 'results'>,
): Promise<KeptProfiles | null> {
  const text = await getText(results, keys.window);
  return text === null ? null : parseProfiles(text, plan.reading);
}
