import type { Alert, AlertChannel } from '../core/alerts.ts';

/** Sends each alert to all channels at once. The first failure is thrown after all have been tried. */
export class AlertChannels implements AlertChannel {
  readonly #channels: readonly AlertChannel[];
  constructor(channels: readonly AlertChannel[]) {
    this.#channels = channels;
  }

  async send(alert: Alert): Promise<void> {
    const outcomes = await Promise.allSettled(this.#channels.map((channel) => channel.send(alert)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  }
}
