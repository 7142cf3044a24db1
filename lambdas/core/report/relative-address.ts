/**
 * The address of an object of a store as a page of the same store links to it.
 *
 * @param page Key of the page. Both may also be absolute paths, with slashes.
 * @param place A place on the linked page.
 */
export function relativeAddress(page: string, key: string, place?: string): string {
  const [from, to] = [page.split('/'), key.split('/')];
  let shared = 0;
  while (shared < Math.min(from.length, to.length) - 1 && from[shared] === to[shared]) shared++;
  const up = '../'.repeat(from.length - 1 - shared);
  const path = up + to.slice(shared).map(encodeURIComponent).join('/');
  return place === undefined ? path : `${path}#${place}`;
}
