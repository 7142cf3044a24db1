import { appendFile, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Alert, AlertChannel } from '../../core/alerts.ts';
import { isNested } from '../../core/capture/field-path.ts';
import type { MetricPoint, MetricSink } from '../../core/ports.ts';
import { refang } from '../../core/text/defang.ts';
import { ignoreMissing } from './errors.ts';
import { toWriteError } from './folder-writes.ts';

const NEWLINE = 0x0a;

/** Appends metric points to a JSON Lines file, with times in ISO 8601. */
export class MetricFile implements MetricSink {
  readonly #path: string;
  constructor(path: string) {
    this.#path = path;
  }

  async publish(points: readonly MetricPoint[]): Promise<void> {
    if (points.length === 0) return;
    const broken = points.find((point) => !Number.isFinite(point.value));
    if (broken) throw new RangeError(`metric ${broken.name}: ${broken.value} is not a finite number`);
    await append(
      this.#path,
      points.map((point) => ({ ...point, time: new Date(point.time).toISOString() })),
    );
  }
}

/**
 * Appends alerts to a JSON Lines file. A run that is killed after it has sent an alert leaves it to another run, which sends it again:
 * the file has it once.
 */
export class AlertFile implements AlertChannel {
  readonly #path: string;
  constructor(path: string) {
    this.#path = path;
  }

  async send(alert: Alert): Promise<void> {
    const sent = await readFile(this.#path, 'utf8').catch((error) => ignoreMissing(error) ?? '');
    // Only lines that contain the key are parsed: files grow over the years.
    const key = JSON.stringify(alert.dedupeKey);
    const isSent = sent.split('\n').some((line) => line.includes(key) && dedupeKeyOf(line) === alert.dedupeKey);
    if (!isSent) await append(this.#path, [alert]);
  }
}

/** Writes an alert's title and text to the terminal (stderr, because stdout is for data). */
export class AlertTerminal implements AlertChannel {
  readonly #write: (text: string) => void;
  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  async send(alert: Alert): Promise<void> {
    const [title, text] = [refang(alert.title), refang(alert.text)];
    const body = text.replaceAll('\n', '\n  ');
    this.#write(`\n  ${title}\n  ${'-'.repeat(title.length)}\n  ${body}\n\n`);
  }
}

/** Of a line of JSON; null for a line that was cut off when the machine lost its power. */
function dedupeKeyOf(line: string): unknown {
  try {
    const alert: unknown = JSON.parse(line);
    return isNested(alert) ? alert.dedupeKey : null;
  } catch {
    return null;
  }
}

async function append(path: string, records: readonly unknown[]): Promise<void> {
  const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  try {
    await mkdir(dirname(path), { recursive: true });
    await appendFile(path, (await isCutOff(path)) ? `\n${lines}` : lines);
  } catch (error) {
    throw toWriteError(error, path);
  }
}

/** Whether the last line of a file has no end. */
async function isCutOff(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(ignoreMissing);
  if (file === null) return false;
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    return bytesRead === 1 && buffer[0] !== NEWLINE;
  } finally {
    await file.close();
  }
}
