import { type Content, Html, html } from './html.ts';
import { STYLE } from './style.ts';

/**
 * A page of its own: no script, nothing from elsewhere. Everything on it can come from captured data; the page's policy would
 * stop what its escaping did not.
 */
export function htmlDocument({
  title,
  header,
  main,
}: {
  readonly title: string;
  readonly header: Content;
  readonly main: Content;
}): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<header>
${header}</header>
<main>
${main}</main>
</body>
</html>
`;
  return page.markup;
}
