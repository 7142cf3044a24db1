/** Ids of either side that are held against each other. */
const TRIED = 200;
/** The longest text before or after an id. */
const LONGEST_AFFIX = 40;
/** Pairs of ids that have to differ in the same way. */
const ENOUGH = 2;

/** In what way ids of labels differ from captured ones. */
export interface IdDifference {
  readonly kind: 'case' | 'space' | 'affix';
  /** Whose ids have more; null: neither. */
  readonly longer: 'labels' | 'captures' | null;
  /** What stands before and after the ids of the longer side, outside of white space. */
  readonly before: string;
  readonly after: string;
}

/**
 * The one way in which ids of labels differ from captured ones: upper and lower case, white space around them, or a text before or
 * after them that is always the same. null: there is none.
 */
export function findIdDifference(labels: ReadonlySet<string>, captured: ReadonlySet<string>): IdDifference | null {
  const none = { longer: null, before: '', after: '' } as const;
  if (shares(labels, captured, (id) => id.trim())) return { kind: 'space', ...none };
  if (shares(labels, captured, (id) => id.trim().toLowerCase())) return { kind: 'case', ...none };
  return findAffix(labels, captured, 'labels') ?? findAffix(captured, labels, 'captures');
}

function shares(labels: ReadonlySet<string>, captured: ReadonlySet<string>, form: (id: string) => string): boolean {
  const known = new Set(Array.from(captured, form));
  let shared = 0;
  for (const id of labels)
    if (known.has(form(id)) && ++shared >= Math.min(ENOUGH, labels.size, known.size)) return true;
  return false;
}

/** The text around the ids of one side that makes the ids of the other, if it is the same for several of them. */
function findAffix(
  longer: ReadonlySet<string>,
  others: ReadonlySet<string>,
  whose: NonNullable<IdDifference['longer']>,
): IdDifference | null {
  const counts = new Map<string, number>();
  const known = new Set(Array.from(others, (id) => id.trim().toLowerCase()));
  for (const id of [...longer].slice(0, TRIED)) {
    for (const [before, inner, after] of insides(id.trim())) {
      if (!known.has(inner.toLowerCase())) continue;
      const key = JSON.stringify([before, after]);
      const count = (counts.get(key) ?? 0) + 1;
      if (count >= Math.min(ENOUGH, longer.size)) return { kind: 'affix', longer: whose, before, after };
      counts.set(key, count);
    }
  }
  return null;
}

/** An id without a text before it, after it, or with a bracket on either side. */
function* insides(id: string): Generator<readonly [before: string, inner: string, after: string]> {
  const most = Math.min(LONGEST_AFFIX, id.length - 1);
  for (let cut = 1; cut <= most; cut++) {
    yield [id.slice(0, cut), id.slice(cut), ''];
    yield ['', id.slice(0, -cut), id.slice(-cut)];
  }
  if (id.length > 2) yield [id[0], id.slice(1, -1), id.slice(-1)];
}
