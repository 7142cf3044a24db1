import { errorMessage } from '../text/error-message.ts';
import { REST_CELLS } from './category-accumulator.ts';
import { ProfileFormatError } from './errors.ts';
import { FormatReader } from './format-reader.ts';
import {
  type Categories,
  type CellCounts,
  type ColumnForm,
  type ColumnProfile,
  type FormedValues,
  type Identifier,
  type Moments,
  PROFILE_VERSION,
  type Profile,
} from './types.ts';

type Numbers = NonNullable<ColumnProfile['numbers']>;

/** The profile as JSON text. Infinities become "Infinity" and "-Infinity"; unpaired surrogates are escaped. */
export function serializeProfile(profile: Profile): string {
  return JSON.stringify({ ...profile, columns: profile.columns.map(encodeColumn) });
}

function encodeColumn(column: ColumnProfile): unknown {
  const { numbers } = column;
  if (numbers?.kind === 'exact') return { ...column, numbers: { ...numbers, values: encodeNumbers(numbers.values) } };
  if (numbers?.kind === 'grid') return { ...column, numbers: { ...numbers, edges: encodeNumbers(numbers.edges) } };
  if (numbers?.kind === 'sketch') {
    return { ...column, numbers: { ...numbers, levels: numbers.levels.map(encodeNumbers) } };
  }
  return column;
}

function encodeNumbers(values: readonly number[]): readonly (number | string)[] {
  return values.every(Number.isFinite)
    ? values
    : values.map((value) => (Number.isFinite(value) ? value : String(value)));
}

/**
 * Reads a profile written by {@link serializeProfile}. Throws {@link ProfileFormatError}, with the place, the value and
 * what is accepted, if the text is not JSON, has another version or is inconsistent.
 */
export function parseProfile(text: string): Profile {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new ProfileFormatError('', `it is not JSON: ${errorMessage(cause)}`, { cause });
  }
  return parseProfileDocument(document);
}

/** Reads a profile from the JSON document that {@link serializeProfile} wrote. Throws {@link ProfileFormatError}. */
export function parseProfileDocument(document: unknown): Profile {
  const profile = new FormatReader(document, '');
  const version = profile.member('version');
  if (version.value !== PROFILE_VERSION) {
    version.refuse(`version ${PROFILE_VERSION}; build the baseline again, or use the release that wrote it`);
  }
  const rows = profile.member('rows').count();
  const columns = profile.member('columns').list((column) => readColumn(column, rows));
  const names = new Set<string>();
  for (const { name } of columns) {
    if (names.has(name)) throw new ProfileFormatError('columns', `two columns are named ${JSON.stringify(name)}`);
    names.add(name);
  }
  return { version: PROFILE_VERSION, rows, columns };
}

function readColumn(column: FormatReader, rows: number): ColumnProfile {
  const type = column.member('type').oneOf(['number', 'category']);
  const cells = readCells(column.member('cells'), rows);
  const texts = column.member('texts');
  const inferred = column.member('inferred');
  const form = column.member('form');
  const formed = column.member('formed');
  const spelled = column.member('spelled');
  const identifier = column.member('identifier');
  if (inferred.value !== undefined && inferred.value !== true) inferred.refuse('true, or to be left out');
  return {
    name: column.member('name').text(),
    type,
    ...(form.value === undefined ? {} : { form: form.oneOf(FORMS) }),
    cells,
    moments: column.member('moments').orNull(readMoments),
    numbers: column.member('numbers').orNull((numbers) => readNumbers(numbers, cells.number + cells.infinite)),
    categories: column.member('categories').orNull(readCategories),
    ...(identifier.value === undefined ? {} : { identifier: readIdentifier(identifier) }),
    ...(texts.value === undefined ? {} : { texts: readCategories(texts) }),
    ...(inferred.value === undefined ? {} : { inferred: true }),
    ...(formed.value === undefined ? {} : { formed: formed.list(readFormed) }),
    ...(spelled.value === undefined ? {} : { spelled: readSpelled(spelled) }),
  };
}

const FORMS = ['boolean', 'time', 'duration'] as const satisfies readonly ColumnForm[];

function readSpelled(cells: FormatReader): NonNullable<ColumnProfile['spelled']> {
  return { number: cells.member('number').count(), infinite: cells.member('infinite').count() };
}

function readFormed(values: FormatReader): FormedValues {
  const cells = values.member('cells');
  const number = cells.member('number').count();
  const text = cells.member('text').count();
  return {
    form: values.member('form').oneOf(['time', 'duration']),
    cells: { number, text },
    numbers: readNumbers(values.member('numbers'), number + text),
    moments: readMoments(values.member('moments')),
  };
}

function readCells(cells: FormatReader, rows: number): CellCounts {
  const counts = {
    missing: cells.member('missing').count(),
    number: cells.member('number').count(),
    nan: cells.member('nan').count(),
    infinite: cells.member('infinite').count(),
    text: cells.member('text').count(),
    boolean: cells.member('boolean').count(),
    nested: cells.member('nested').count(),
  };
  const sum = Object.values(counts).reduce((a, b) => a + b, 0);
  if (sum !== rows) cells.refuse(`counts that add up to the profile's ${rows} rows; they add up to ${sum}`);
  return counts;
}

function readMoments(moments: FormatReader): Moments {
  return {
    count: moments.member('count').count(),
    min: moments.member('min').finite(),
    max: moments.member('max').finite(),
    mean: moments.member('mean').finite(),
    m2: moments.member('m2').finite(),
  };
}

function readNumbers(numbers: FormatReader, rows: number): Numbers {
  const kind = numbers.member('kind').oneOf(['exact', 'grid', 'sketch']);
  if (kind === 'sketch') {
    return {
      kind,
      k: numbers.member('k').count(),
      levels: numbers.member('levels').list((level) => level.numbers()),
      count: numbers.member('count').count(),
    };
  }
  const counts = numbers.member('counts').counts(rows);
  if (kind === 'exact') {
    return { kind, values: numbers.member('values').ascending(counts.length), counts };
  }
  const edges = numbers.member('edges').ascending(counts.length - 1);
  return { kind, edges, counts, sums: numbers.member('sums').finites(counts.length) };
}

function readCategories(categories: FormatReader): Categories {
  const rest = categories.member('rest');
  const namedBelow = categories.member('namedBelow');
  const other = categories.member('other').count();
  return {
    counts: categories.member('counts').list(readRows),
    other,
    capped: categories.member('capped').boolean(),
    ...(namedBelow.value === undefined ? {} : { namedBelow: namedBelow.count() }),
    ...(rest.value === undefined ? {} : { rest: readRest(rest, other) }),
  };
}

function readRest(rest: FormatReader, other: number): number[] {
  const cells = rest.counts(other);
  return cells.length === REST_CELLS ? cells : rest.refuse(`${REST_CELLS} counts; there are ${cells.length}`);
}

function readRows(pair: FormatReader): readonly [string, number] {
  return [pair.item(0).text(), pair.item(1).count()];
}

function readIdentifier(identifier: FormatReader): Identifier {
  const numberLike = identifier.member('numberLike');
  return {
    distinct: identifier.member('distinct').count(),
    shapes: identifier.member('shapes').list(readRows),
    sampleRows: identifier.member('sampleRows').count(),
    shortest: identifier.member('shortest').count(),
    longest: identifier.member('longest').count(),
    ...(numberLike.value === undefined ? {} : { numberLike: numberLike.text() }),
  };
}
