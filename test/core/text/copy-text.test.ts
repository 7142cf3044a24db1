import { describe, expect, it } from 'vitest';
import { copyText } from '../../../lambdas/core/text/copy-text.ts';

describe('copyText', () => {
  it.each(['', 'a', 'flight-0000001', 'Zürich', '日本', '\u{1F600}', '\ud800', 'a\udfff\0b'])('keeps %j', (text) => {
    expect(copyText(text)).toBe(text);
  });
});
