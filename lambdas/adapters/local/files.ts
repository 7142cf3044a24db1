import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Alert, AlertChannel } from '../../core/alerts.ts';
import type { MetricPoint, MetricSink } from '../../core/ports.ts';

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

/** Appends alerts to a JSON Lines file. */
export class AlertFile implements AlertChannel {
  readonly #path: string;
  constructor(path: string) {
    this.#path = path;
  }

  async send(alert: Alert): Promise<void> {
    await append(this.#path, [alert]);
  }
}

/** Writes an alert's title and text to the terminal (stderr, because stdout is for data). */
export class AlertTerminal implements AlertChannel {
  readonly #write: (text: string) => void;
  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  async send(alert: Alert): Promise<void> {
    const body = alert.text.replaceAll('\n', '\n  ');
    this.#write(`\n  ${alert.title}\n  ${'-'.repeat(alert.title.length)}\n  ${body}\n\n`);
  }
}

async function append(path: string, records: readonly unknown[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await appendFile(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}
