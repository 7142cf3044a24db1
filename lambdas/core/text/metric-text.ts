/** Printable ASCII with at least one character that is not a space. */
const VISIBLE = /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/;

/** The AWS CDK accepts shorter dimension values than CloudWatch does, and puts them on dashboards. */
const MAX_LENGTH = 255;

/** What {@link isMetricText} accepts, in words. */
export const METRIC_TEXT = `1 to ${MAX_LENGTH} printable ASCII characters`;

/** Whether CloudWatch accepts the text's characters. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/**
 * Whether CloudWatch and the AWS CDK accept the text as a dimension's value, and, unless it begins with ":", as a name.
 */
export function isMetricText(text: string): boolean {
  return text.length <= MAX_LENGTH && isVisible(text);
}
