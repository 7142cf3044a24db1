/** Printable ASCII with something to see in it. */
const VISIBLE = /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/;

/** CloudWatch takes longer values of dimensions; the AWS CDK, which draws them on dashboards, does not. */
const MAX_LENGTH = 255;

/** What {@link isMetricText} accepts, in words. */
export const METRIC_TEXT = `1 to ${MAX_LENGTH} printable ASCII characters`;

/** Whether CloudWatch takes its characters. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/** Whether a text can stand beside a metric: as the value of one of its dimensions, and but for a leading ":" as a name. */
export function isMetricText(text: string): boolean {
  return text.length <= MAX_LENGTH && isVisible(text);
}
