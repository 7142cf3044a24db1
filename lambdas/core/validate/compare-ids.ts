import { readCapture } from '../capture/read-capture.ts';
import { RejectionLog } from '../capture/rejections.ts';
import type { RunContext } from '../context.ts';
import { readLabels } from '../labels/read-labels.ts';
import type { LabelSettings, Monitor } from '../monitor/monitor.ts';
import type { DataSource } from '../ports.ts';
import { listSources } from '../sources.ts';
import { copyText } from '../text/copy-text.ts';

/** Files of captures and of labels that are read, spread evenly over all there are. */
const FILES = 100;
/** Ids that are read of either. */
const IDS = 200_000;
const LISTED = 50_000;

/** Ids of labels and of captures, from files spread over all there are. */
export interface ComparedIds {
  readonly labels: ReadonlySet<string>;
  readonly captured: ReadonlySet<string>;
  readonly matched: number;
  /** Whether some files were read in part only, so that what they share may be further down. */
  readonly isCut: boolean;
}

/** Reads ids from the whole time that labels and captures cover, where the first files have none in common. */
export async function compareIds(
  { capture }: Monitor,
  labels: LabelSettings,
  context: Pick<RunContext, 'open'>,
): Promise<ComparedIds> {
  const [captures, labelled] = [new Ids(), new Ids()];
  for (const [source, most] of await spread(context, capture.uri, captures)) {
    const options = { window: null, ids: true, features: 'none', log: new RejectionLog() } as const;
    const before = captures.size;
    for await (const { ids } of readCapture([source], capture, options)) {
      for (const id of ids ?? []) captures.add(id);
      if (captures.isFull(before + most)) break;
    }
  }
  for (const [source, most] of await spread(context, labels.uri, labelled)) {
    try {
      await readLabels([source], labels, { log: new RejectionLog(), labels: labelled.sink(labelled.size + most) });
    } catch (error) {
      if (!(error instanceof EnoughIds)) throw error;
    }
  }
  let matched = 0;
  for (const id of labelled.all) if (captures.all.has(id)) matched++;
  return { labels: labelled.all, captured: captures.all, matched, isCut: captures.isCut || labelled.isCut };
}

/** Thrown to stop reading a file. */
class EnoughIds extends Error {
  override readonly name = 'EnoughIds';
}

class Ids {
  readonly all = new Set<string>();
  isCut = false;

  get size(): number {
    return this.all.size;
  }

  add(id: string): void {
    if (id !== '' && !this.all.has(id)) this.all.add(copyText(id));
  }

  isFull(most: number): boolean {
    if (this.size < most) return false;
    this.isCut = true;
    return true;
  }

  /** Takes the ids of labels, up to so many in all. */
  sink(most: number) {
    return {
      wants: (id: string) => {
        if (this.isFull(most)) throw new EnoughIds();
        this.add(id);
        return false;
      },
      add: () => {},
    };
  }
}

/** Files that are spread evenly over all, with how many ids each may give. */
async function spread(
  context: Pick<RunContext, 'open'>,
  uri: string,
  ids: Ids,
): Promise<(readonly [source: DataSource, most: number])[]> {
  const all: DataSource[] = [];
  for await (const source of listSources(context.open(uri))) {
    if (all.length === LISTED) {
      ids.isCut = true;
      break;
    }
    all.push(source);
  }
  const count = Math.min(FILES, all.length);
  const chosen = Array.from(
    { length: count },
    (_, i) => all[Math.round((i * (all.length - 1)) / Math.max(1, count - 1))],
  );
  return chosen.map((source) => [source, Math.ceil(IDS / count)]);
}
