import { expect, it } from 'vitest';
import type { ToReader } from '../../../lambdas/adapters/threads/messages.ts';
import { ServedSources } from '../../../lambdas/adapters/threads/served-sources.ts';
import type { DataSource } from '../../../lambdas/core/ports.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

/** Serves a source of so many pieces, and notes what is posted and how many pieces were taken. */
function serve(pieces: number) {
  const posted: ToReader[] = [];
  const noted = { taken: 0, isOpen: false };
  const source: DataSource = {
    uri: 'memory:a',
    size: pieces,
    async *stream() {
      noted.isOpen = true;
      try {
        for (; noted.taken < pieces; noted.taken++) yield Uint8Array.of(noted.taken);
      } finally {
        noted.isOpen = false;
      }
    },
    slice: async (start, end) => Uint8Array.of(start, end),
  };
  const served = new ServedSources((message) => posted.push(message));
  served.use([source]);
  served.receive({ type: 'stream', id: 7, file: 0 });
  return { served, posted, noted };
}

const bytesOf = (posted: readonly ToReader[]): (number | string)[] =>
  posted.flatMap((message): (number | string)[] => (message.type === 'bytes' ? [...message.bytes] : [message.type]));

it('a stream is four pieces ahead of its reader, and one more is read', async () => {
  const { served, posted, noted } = serve(100);
  await settled();
  expect([bytesOf(posted), noted.taken]).toEqual([[0, 1, 2, 3], 4]);
  served.receive({ type: 'more', id: 7 });
  await settled();
  expect([bytesOf(posted), noted.taken]).toEqual([[0, 1, 2, 3, 4], 5]);
});

it('a stream that is not wanted any more is closed', async () => {
  const { served, posted, noted } = serve(100);
  await settled();
  served.receive({ type: 'close', id: 7 });
  await settled();
  expect([bytesOf(posted), noted.isOpen]).toEqual([[0, 1, 2, 3], false]);
});

it('says where a stream ends, answers a slice, and keeps the error of a source that fails', async () => {
  const { served, posted } = serve(2);
  served.receive({ type: 'slice', id: 8, file: 0, start: 3, end: 9 });
  await settled();
  expect(bytesOf(posted.filter((message) => 'id' in message && message.id === 7))).toEqual([0, 1, 'end']);
  expect(bytesOf(posted.filter((message) => 'id' in message && message.id === 8))).toEqual([3, 9]);
  const error = new Error('gone');
  const failing: DataSource = { uri: 'b', size: 1, stream: () => [], slice: () => Promise.reject(error) } as never;
  served.use([failing]);
  served.receive({ type: 'slice', id: 9, file: 0, start: 0, end: 1 });
  await settled();
  expect(posted.at(-1)).toEqual({ type: 'failed', id: 9, message: 'gone' });
  expect([served.errorOf(9), served.errorOf(8)]).toEqual([error, undefined]);
});
