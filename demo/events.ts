/**
 * Changes that the demo makes to the real data, announced with their dates. All other findings come from the data itself (storms,
 * weekends, the summer timetable).
 */

/** Days are half open: `from` is the first day of the event, `until` the first day after it. */
export interface AnnouncedEvent {
  readonly name: 'kilometres' | 'new-definition';
  readonly from: string;
  readonly until: string;
  /** One sentence for the demo's output. */
  readonly text: string;
  /** A few words for a table: the start and the end of the event. */
  readonly begins: string;
  readonly ends: string;
}

/** Served days, half open: 150 daily windows. January before them is the training data. */
export const SERVED = { from: '2001-02-01', until: '2001-07-01' } as const;

export const KILOMETRES: AnnouncedEvent = {
  name: 'kilometres',
  from: '2001-03-20',
  until: '2001-03-26',
  begins: 'distance is sent in kilometres',
  ends: 'fixed: distance is in miles again',
  text: 'an upstream release sends the distance in kilometres instead of miles; fixed after six days',
};

const NEW_DEFINITION: AnnouncedEvent = {
  name: 'new-definition',
  from: '2001-05-15',
  until: SERVED.until,
  begins: '"late" is redefined',
  ends: 'the end of the demo',
  text: '"late" now means more than 10 minutes off the timetable, early or late (early aircraft wait for a gate); until then, arriving more than 15 minutes late',
};

export const EVENTS: readonly AnnouncedEvent[] = [KILOMETRES, NEW_DEFINITION];

const KILOMETRES_PER_MILE = 1.609344;

/** Whether the event is on that day. Days such as `2001-02-03` compare as texts. */
export function isOn(event: AnnouncedEvent, day: string): boolean {
  return event.from <= day && day < event.until;
}

/** The distance as the upstream service sends it on `day`: whole miles, or whole kilometres while its bug lasts. */
export function sendDistance(miles: number, day: string): number {
  return isOn(KILOMETRES, day) ? Math.round(miles * KILOMETRES_PER_MILE) : miles;
}

/** The label of a flight that departed on `day` and arrived `delay` minutes after (below zero: before) its scheduled time. */
export function isLate(delay: number, day: string): 0 | 1 {
  const late = isOn(NEW_DEFINITION, day) ? Math.abs(delay) > 10 : delay > 15;
  return late ? 1 : 0;
}
