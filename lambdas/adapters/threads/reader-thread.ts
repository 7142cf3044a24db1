import { parentPort, workerData } from 'node:worker_threads';
import type { CapturedFile } from '../../core/capture/known-file.ts';
import { openFiles } from '../../core/capture/open-ahead.ts';
import type { ReadingPlan } from '../../core/check/reading/shards/shard.ts';
import { readShard } from '../../core/check/reading/shards/window-reading.ts';
import type { FromReader, ToReader } from './messages.ts';
import { RemoteSourceError, RemoteSources } from './remote-sources.ts';

/** A thread that reads shards of captures, one at a time: see reader-threads.ts. */
const port = parentPort!;
const plan: ReadingPlan = workerData;
const post = (message: FromReader, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
const remote = new RemoteSources(post);

port.on('message', (message: ToReader) => {
  if (message.type === 'read') void read(message);
  else remote.receive(message);
});

async function read({ files, known }: Extract<ToReader, { readonly type: 'read' }>): Promise<void> {
  let uri = files[0].uri;
  async function* noted(sources: AsyncIterable<CapturedFile> | Iterable<CapturedFile>): AsyncGenerator<CapturedFile> {
    for await (const source of sources) {
      uri = source.uri;
      yield source;
    }
  }
  try {
    const sources = openFiles(
      plan.capture,
      files.map((file, i) => remote.sourceOf(file, i)),
    );
    const shard = await readShard(plan, noted(sources), known);
    post({ type: 'done', shard }, [shard.seen.ids.buffer, shard.seen.others.buffer]);
  } catch (error) {
    post({ type: 'error', uri, error, source: error instanceof RemoteSourceError ? error.id : null });
  }
}
