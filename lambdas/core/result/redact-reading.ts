import type { ReadingSummary, RecordSample } from '../capture/reading-summary.ts';
import type { Redactor } from '../text/redactor.ts';
import type { DataRead } from './schema.ts';

/**
 * Rejected records as results show them. Their start and what is wrong with them are quoted only where values are shown: neither
 * can be taken apart into own words and values. The reason and the place stay.
 */
export function shownRejected(
  rejected: ReadingSummary['rejected'] | DataRead['rejected'],
  redactor: Redactor,
): DataRead['rejected'] {
  return {
    ...rejected,
    byReason: [...rejected.byReason],
    outsideByReason: [...rejected.outsideByReason],
    samples: rejected.samples.map((sample) => ({
      ...shownPlace(sample, redactor),
      detail: redactor.whole(sample.detail),
      excerpt: redactor.whole(sample.excerpt),
    })),
    places: rejected.places.map((place) => shownPlace(place, redactor)),
  };
}

/** What was read, as results show it. */
export function shownData(data: DataRead, redactor: Redactor): DataRead {
  return {
    ...data,
    repeatSamples: shownRepeats(data.repeatSamples, redactor),
    rejected: shownRejected(data.rejected, redactor),
  };
}

/** Repeated records as results show them, with the ids that occurred again. */
function shownRepeats(samples: readonly RecordSample[], redactor: Redactor): RecordSample[] {
  return samples.map((sample) => ({ ...shownPlace(sample, redactor), excerpt: redactor.text(sample.excerpt) }));
}

function shownPlace<T extends { readonly uri: string }>(place: T, redactor: Redactor): T {
  return { ...place, uri: redactor.uri(place.uri) };
}
