import type { AlertChannel, Commands, Links } from './alerts.ts';
import type { KnownFiles } from './capture/known-files.ts';
import type { MetricSink, ObjectStore, Readers, ReadingMachine, Workflow } from './ports.ts';
import type { Location } from './sources.ts';

/** What one run needs from outside: data to read, the store of results, channels, the time. */
export interface RunContext {
  /** Opens the place a monitor file names. Throws when there is none. */
  readonly open: (uri: string) => Location;
  /** Baselines, results, history and state. */
  readonly results: ObjectStore;
  readonly metrics: MetricSink;
  readonly alerts: AlertChannel;
  /** Starts retrainings. Not given: a wanted one is only stated. */
  readonly workflow?: Workflow | undefined;
  /** Reads windows that are too large for this process. Not given: this process reads all. */
  readonly readingMachine?: ReadingMachine | undefined;
  /** Not given: a report is named by its key. */
  readonly links?: Links | undefined;
  /** @default - messages name the command line's commands without places */
  readonly commands?: Commands | undefined;
  /** When this run happens, milliseconds since the epoch, UTC. It dates results; the window decides what is read. */
  readonly now: number;
  /** Names this run: a retry of the same run may publish at once what the first try left in the outbox. */
  readonly runId: string;
  /** Computes and shows, writes and publishes nothing. */
  readonly dryRun: boolean;
  /**
   * A person runs it and looks at what comes of it: a window without data opens no incident, and a message about it says what
   * is there instead, however long looking takes.
   * @default - a schedule runs it
   */
  readonly byHand?: boolean | undefined;
  /**
   * Milliseconds until the run ends, however far it is.
   * @default - it ends when it is done
   */
  readonly timeLeft?: (() => number) | undefined;
  /**
   * Megabytes of memory (powers of two) that the process may use.
   * @default - not limited
   */
  readonly memory?: number | undefined;
  /**
   * Threads that read parts of large windows.
   * @default - one thread reads all
   */
  readonly readers?: Readers | undefined;
  /**
   * What is known of captured files, by monitor and by how they are read: the windows of a run share it.
   * @default - each window begins with what the store has
   */
  readonly knownFiles?: Map<string, KnownFiles> | undefined;
  /** Whether a page is made of each result. @default true */
  readonly pages?: boolean | undefined;
  /** Called now and then while data is read. */
  readonly onProgress?: (rows: number) => void;
}
