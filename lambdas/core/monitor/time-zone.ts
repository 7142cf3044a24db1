import { InvalidValueError } from './invalid-value.ts';
import { nearestName } from './nearest.ts';
import { wallClock } from './wall-clock.ts';

const ACCEPTED = 'the name of an IANA time zone, such as UTC or America/New_York';

/**
 * Reads the name of an IANA time zone and returns it in its usual case. Fixed offsets are rejected, because schedulers support only
 * names. Throws {@link InvalidValueError} with a similar name.
 */
export function parseTimeZone(text: string): string {
  if (/^[A-Za-z]/.test(text)) {
    try {
      return wallClock(0, text).timeZoneId;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  const suggestion = nearestName(text, Intl.supportedValuesOf('timeZone'));
  throw new InvalidValueError('is not a time zone', ACCEPTED, suggestion);
}
