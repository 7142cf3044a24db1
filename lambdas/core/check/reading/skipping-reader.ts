import type { CapturedFile, KnownFile } from '../../capture/known-file.ts';
import type { KnownFiles } from '../../capture/known-files.ts';
import type { RunContext } from '../../context.ts';
import type { CheckKind } from '../../decision/state.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import type { Window } from '../../window.ts';
import { footersOf, knownFilesOf, saveKnownFiles } from './stored-files.ts';

/** Knows which files have no record of a window, once they are about to be read: a window that is kept needs none of it. */
export class SkippingReader {
  readonly #monitor: Monitor;
  readonly #window: Window;
  readonly #reader: CheckKind;
  readonly #context: RunContext;
  #known: KnownFiles | null = null;

  constructor(monitor: Monitor, window: Window, reader: CheckKind, context: RunContext) {
    this.#monitor = monitor;
    this.#window = window;
    this.#reader = reader;
    this.#context = context;
  }

  async *mark(files: AsyncIterable<CapturedFile> | Iterable<CapturedFile>): AsyncGenerator<CapturedFile> {
    this.#known = await knownFilesOf(this.#monitor, this.#reader, this.#context);
    yield* this.#known.mark(files, this.#window, footersOf(this.#monitor.capture, this.#reader));
  }

  /** After all files were read. */
  async learn(files: Iterable<readonly [key: string, file: KnownFile]>): Promise<void> {
    if (this.#known === null) return;
    this.#known.learn(files);
    await saveKnownFiles(this.#monitor, this.#reader, this.#known, this.#context);
  }
}
