/** The place of a monitor on the page over all monitors. */
export function monitorPlace(monitor: string): string {
  return encodeURIComponent(monitor.toWellFormed());
}

/** The place of one of its windows. */
export function windowPlace(monitor: string, window: string): string {
  return `${monitorPlace(monitor)}/${monitorPlace(window)}`;
}
