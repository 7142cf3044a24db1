import { type Begun, begin, end } from '../in-turn.ts';
import { CAPTURE_READERS } from './formats/registry.ts';
import type { CapturedFile } from './known-file.ts';
import type { CaptureSpec } from './spec.ts';

/** Files that are opened besides the one that is read. */
const AHEAD = 4;

type Sources = AsyncIterable<CapturedFile> | Iterable<CapturedFile>;

/** Opens the next few files, if their format is read from the start: a download has then begun when its file's turn comes. */
export function openFiles({ format }: Pick<CaptureSpec, 'format'>, sources: Sources): Sources {
  return CAPTURE_READERS[format].streams ? openAhead(sources) : sources;
}

/** Of each file that is open, one piece is held in memory. A file that is not read is passed on as it is. */
export async function* openAhead(sources: Sources, ahead = AHEAD): AsyncGenerator<CapturedFile> {
  const opened: OpenedSource[] = [];
  try {
    for await (const source of sources) {
      opened.push(new OpenedSource(source));
      if (opened.length > ahead) yield* passOn(opened);
    }
    while (opened.length > 0) yield* passOn(opened);
  } finally {
    await Promise.all(opened.map((each) => each.close()));
  }
}

async function* passOn(opened: OpenedSource[]): AsyncGenerator<CapturedFile> {
  yield opened[0].source;
  await opened.shift()!.close();
}

/** A source whose first piece is on its way. */
class OpenedSource {
  readonly source: CapturedFile;
  #stream: Begun<Uint8Array> | null;

  constructor(source: CapturedFile) {
    this.#stream = source.outside === undefined ? begin(source.stream()) : null;
    this.source = {
      ...source,
      slice: (start, end) => source.slice(start, end),
      stream: () => {
        const stream = this.#stream;
        this.#stream = null;
        return stream === null ? source.stream() : piecesOf(stream);
      },
    };
  }

  /** Closes the stream if it was never asked for. */
  async close(): Promise<void> {
    const stream = this.#stream;
    this.#stream = null;
    if (stream !== null) await end(stream);
  }
}

async function* piecesOf(stream: Begun<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (let piece = await stream.first; piece.done !== true; piece = await stream.rest.next()) yield piece.value;
  } finally {
    await end(stream);
  }
}
