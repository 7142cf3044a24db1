import { describe, expect, it } from 'vitest';
import { html } from '../../../../lambdas/core/report/html/html.ts';

describe('a template', () => {
  it.each([
    ['<b>&"\'`', '&lt;b&gt;&amp;&quot;&#39;&#96;'],
    ['&amp;', '&amp;amp;'],
    ['\u0000\u202e', '\\u{0}\\u{202e}'],
    ['déjà vu 😀', 'déjà vu 😀'],
  ])('escapes %j', (text, escaped) => {
    expect(html`<p title="${text}">${text}</p>`.markup).toBe(`<p title="${escaped}">${escaped}</p>`);
  });

  it('keeps markup, joins lists, and leaves out what is not there', () => {
    const items = ['a', '<'].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}</ul>${null}${false}${0}${''}`.markup).toBe('<ul><li>a</li><li>&lt;</li></ul>0');
  });

  it('cuts a text that would fill the page', () => {
    expect(html`${'x'.repeat(2_000_000)}`.markup).toBe(`${'x'.repeat(999)}…`);
  });

  it('takes nothing for markup that only looks like it', () => {
    const forged = { markup: '<script>' } as unknown as string;
    expect(() => html`${forged}`).toThrow(TypeError);
  });
});
