import type { RunContext } from '../context.ts';
import type { StoredObject } from '../ports.ts';
import type { Location } from '../sources.ts';

/** Beyond so many objects, the listings are forgotten and made again: memory does not grow with the past. */
const MOST_OBJECTS = 100_000;

/**
 * Places that list each prefix once, because the windows that wait for labels look for the same files again and again. Nothing may
 * change in them meanwhile.
 *
 * @param open As a context has it.
 * @param most Objects whose listings are remembered of each place.
 */
export function listedOnce(open: RunContext['open'], most = MOST_OBJECTS): RunContext['open'] {
  const places = new Map<string, Location>();
  return (uri) => {
    const place = places.get(uri) ?? remembering(open(uri), most);
    places.set(uri, place);
    return place;
  };
}

function remembering(place: Location, most: number): Location {
  const { store } = place;
  const listings = new Map<string, StoredObject[]>();
  let objects = 0;
  async function* list(prefix: string): AsyncGenerator<StoredObject> {
    const known = listings.get(prefix);
    if (known !== undefined) return yield* known;
    const found: StoredObject[] = [];
    for await (const object of store.list(prefix)) {
      if (found.length < most) found.push(object);
      yield object;
    }
    if (found.length === most) return;
    objects += found.length;
    if (objects > most) {
      listings.clear();
      objects = found.length;
    }
    listings.set(prefix, found);
  }
  return {
    prefix: place.prefix,
    uriOf: (key) => place.uriOf(key),
    store: {
      list,
      folders: (prefix) => store.folders(prefix),
      get: (key) => store.get(key),
      put: (...given) => store.put(...given),
      stream: (key) => store.stream(key),
      slice: (...range) => store.slice(...range),
    },
  };
}
