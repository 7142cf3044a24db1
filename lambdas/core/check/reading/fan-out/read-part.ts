import { writeRanges } from '../../../capture/seen-ranges.ts';
import type { SeenPart } from '../../../capture/seen-records.ts';
import type { Monitor } from '../../../monitor/monitor.ts';
import { shownMisplaced } from '../../../result/describe-answers.ts';
import { SourceCounter } from '../../../sources.ts';
import { Redactor } from '../../../text/redactor.ts';
import { MemoryLimit } from '../memory-limit.ts';
import { RECORD_BYTES, readingPlan } from '../profile-capture.ts';
import { bytesOf } from '../shards/divide-sources.ts';
import { readInShards } from '../shards/read-in-shards.ts';
import type { CapturePart } from '../shards/shard.ts';
import type { WindowReading } from '../shards/window-reading.ts';
import { loadRepeats } from './find-repeats.ts';
import { loadFiles, type PlannedReading, type StepContext } from './plan.ts';
import { putPart, type StoredPart } from './stored-part.ts';

/** Reads the files of a part as if there were no others. What an earlier execution has read is not read again. */
export async function readPart(planned: PlannedReading, part: number, context: StepContext): Promise<void> {
  const { keys, parts } = planned;
  const { results } = context;
  const stored = await Promise.all([results.get(keys.seen(part)), results.get(keys.part(part))]);
  if (stored[0] !== null && stored[1] !== null) {
    // Written again, because objects expire by their age.
    await results.put(keys.seen(part), stored[0].bytes);
    await results.put(keys.part(part), stored[1].bytes);
    return;
  }
  const { reading, found } = await readFiles(planned, part, null, context);
  await results.put(keys.seen(part), writeRanges(reading.seen.part(), parts));
  // The last one: where it is, the hashes are too.
  await putPart(results, keys.part(part), found);
}

/** Reads the files of a part knowing which of its records earlier parts have. */
export async function readAgain(planned: PlannedReading, part: number, context: StepContext): Promise<void> {
  const known = await loadRepeats(planned, part, context);
  const { found } = await readFiles(planned, part, known, context);
  await putPart(context.results, planned.keys.again(part), found);
}

async function readFiles(
  planned: PlannedReading,
  part: number,
  known: SeenPart | null,
  context: StepContext,
): Promise<{ readonly reading: WindowReading; readonly found: StoredPart }> {
  const { monitor, window, baseline } = planned;
  const files = await loadFiles(planned, part, context);
  const [bytes, counter] = [bytesOf(files), new SourceCounter()];
  const limit = new MemoryLimit({ ...window, name: `part ${part} of ${window.name}` }, context);
  const reading = await readInShards(readingPlan(monitor, window, baseline), files, {
    known,
    readers: context.readers,
    counter,
    onProgress: ({ log, seen }) =>
      limit.check({ rows: log.rows, bytes: seen.size * RECORD_BYTES, share: counter.bytes / bytes }),
  });
  const found = { ...storable(reading.part(), monitor), objects: counter.objects, bytes: counter.bytes };
  return { reading, found };
}

/** Where values are not shown, the store keeps no record of the data, and results quote fewer. */
function storable(part: CapturePart, { privacy }: Monitor): CapturePart {
  if (privacy.values === 'show') return part;
  const { reading, misplaced } = part;
  const unquoted = (tally: typeof reading.inside) => ({
    ...tally,
    samples: tally.samples.map((sample) => ({ ...sample, detail: '', excerpt: '' })),
  });
  return {
    ...part,
    reading: {
      ...reading,
      inside: unquoted(reading.inside),
      outside: unquoted(reading.outside),
      repeatSamples: [],
    },
    misplaced: [...shownMisplaced(new Map(misplaced), Redactor.HIDE)],
    columns: [],
  };
}
