import { isTableFormat } from '../capture/capture-formats.ts';
import type { FieldLocation } from '../capture/spec.ts';
import type { Dialect } from '../capture/tables/dialect.ts';
import type { LabelFormat } from '../labels/spec.ts';
import { listNames } from '../text/name-list.ts';
import { quoted } from '../text/quoted.ts';
import type { ColumnFacts, TableFacts } from './column-facts.ts';
import { isNamed } from './column-names.ts';
import { findData } from './data-format.ts';
import type { Findings } from './findings.ts';
import { InitError } from './init-error.ts';
import { readGroundTruth } from './label-records.ts';
import { findTime } from './label-time.ts';
import { dialectKeys, type ReadContext, readTable } from './read-table.ts';

/** The keys of `labels`. */
export interface FoundLabels {
  readonly uri: string;
  readonly format: LabelFormat;
  readonly id?: string;
  readonly label: FieldLocation;
  readonly position?: string;
  readonly time?: string;
  /** How text and numbers are written. */
  readonly dialect?: Dialect;
  readonly outcome: ColumnFacts;
  /** The captured column whose ids the labels have; null: no captured column has any of them. */
  readonly capturedId: string | null;
}

/** Values by their column. */
type ValuesByColumn = ReadonlyMap<string, ReadonlySet<string>>;

/** Captured values that labels may refer to. */
export interface CapturedIds {
  /** Of texts, and of columns with a usual name of ids. */
  readonly usual: ValuesByColumn;
  /** Of integers in columns of other names. The least likely are the last. */
  readonly integers: ValuesByColumn;
}

/**
 * Recognises where labels have their ids and values.
 *
 * @param ids The captured ids that labels can have, by the column that has them.
 * @throws InitError
 */
export async function recogniseLabels(
  uri: string,
  ids: CapturedIds,
  findings: Findings,
  context: ReadContext,
): Promise<FoundLabels> {
  const found = await findData(uri, 'labels', context);
  if (found.format === 'sagemaker-ground-truth') return groundTruth(found.uri, ids, findings, context);
  const { format } = found;
  if (!isTableFormat(format)) throw new InitError(`${uri}: these files have captures, not labels`);
  const table = await readTable(uri, format, context);
  const { facts, header } = table;
  if (!header)
    throw new InitError(`${uri}: the first record is data; labels need a first record with the names of the columns`);
  const { id, capturedId } = await chooseId(facts, ids, findings);
  const position = facts.columns.get('position')?.isNumeric === true ? 'position' : undefined;
  const label = await chooseLabel(facts, new Set([id, position ?? id]), uri, findings);
  const outcome = facts.columns.get(label)!;
  const time = findTime(facts, findings);
  findings.explain('labels.format', format === 'csv' ? 'a table with a header' : 'a table');
  const dialect = dialectKeys('labels', table, findings);
  return {
    uri: found.uri,
    format,
    id,
    label,
    dialect,
    outcome,
    capturedId,
    ...(position !== undefined && { position }),
    ...(time !== undefined && { time }),
  };
}

async function groundTruth(
  uri: string,
  ids: CapturedIds,
  findings: Findings,
  context: ReadContext,
): Promise<FoundLabels> {
  const places = await readGroundTruth(uri, context);
  const filled = [...places].filter(([, facts]) => facts.filled > 0);
  if (filled.length === 0) throw new InitError(`${uri}: no ground-truth record has a label that can be read`);
  const usual =
    filled.find(([where]) => where === 'label') ?? (filled[0][0] === 0 && filled.length === 1 ? filled[0] : undefined);
  const named = filled.filter(([where]) => typeof where === 'string' && isNamed(where, 'outcome'));
  const names = (named.length > 0 ? named : filled).map(([where]) => String(where));
  const chosen =
    usual === undefined ? await findings.choose('labels.label', 'Which value of a record is the label?', names) : null;
  const [where, outcome] = usual ?? filled.find(([place]) => String(place) === chosen)!;
  const [capturedId = null] = ids.usual.keys();
  return { uri, format: 'sagemaker-ground-truth', label: usual === undefined ? where : 'label', outcome, capturedId };
}

/** Columns of labels and captures with the same ids. */
interface IdPair {
  readonly id: string;
  readonly capturedId: string;
  /** Distinct values that both have. */
  readonly shared: number;
}

/** Of integers in columns that no name speaks for, this share of the labels' distinct values has to be captured. */
const SHARED_INTEGERS = 0.1;
/** Labels may be corrected, so that an id comes again. */
const DISTINCT_IDS = 0.9;

/** The pair of columns, of labels and captures, that have the most ids in common. */
async function chooseId(
  facts: TableFacts,
  { usual, integers }: CapturedIds,
  findings: Findings,
): Promise<{ readonly id: string; readonly capturedId: string | null }> {
  // Few common values may be numbers that occur in any two columns.
  const best = bestPair(facts, usual, () => 2) ?? integerPair(facts, integers);
  if (best !== null) {
    findings.explain('labels.id', `${best.shared} of its values are ids of the captured rows read`);
    return best;
  }
  const { columns } = facts;
  const alike = [...integers.keys()].find((name) => isDistinct(facts, name));
  const none = 'none of its values is an id of the captured rows read';
  if (usual.size === 0 && alike !== undefined) {
    findings.doubt('labels.id', `by the same name in captures; ${none}`);
    return { id: alike, capturedId: alike };
  }
  const named = [...columns.keys()].filter((name) => isNamed(name, 'id'));
  const names = named.length > 0 ? named : [...columns.keys()];
  const id = await findings.choose('labels.id', 'Which column of the labels has the id of the prediction?', names);
  findings.doubt('labels.id', none);
  return { id, capturedId: null };
}

/** The pair of columns of integers that are ids by their values. The index of a table counts only if nothing else fits. */
function integerPair(facts: TableFacts, integers: ValuesByColumn): IdPair | null {
  const least = (id: string) =>
    isDistinct(facts, id) ? Math.max(2, SHARED_INTEGERS * facts.rows) : Number.POSITIVE_INFINITY;
  const isIndex = (name: string) => facts.columns.get(name)?.isCount === true;
  const likely = new Map([...integers].filter(([name]) => !isIndex(name)));
  return (
    bestPair(facts, likely, (id) => (isIndex(id) ? Number.POSITIVE_INFINITY : least(id))) ??
    bestPair(facts, integers, least)
  );
}

function isDistinct({ columns, rows }: TableFacts, name: string): boolean {
  return (columns.get(name)?.values.size ?? 0) >= DISTINCT_IDS * rows;
}

/** @param least How many values of a column of labels have to be captured. */
function bestPair({ columns }: TableFacts, captured: ValuesByColumn, least: (id: string) => number): IdPair | null {
  let best: IdPair | null = null;
  for (const [id, { values }] of columns) {
    for (const [capturedId, ids] of captured) {
      let shared = 0;
      for (const value of values.keys()) if (ids.has(value)) shared++;
      const isMore = best === null || shared > best.shared || (shared === best.shared && id === capturedId);
      if (isMore && shared >= least(id)) best = { id, capturedId, shared };
    }
  }
  return best;
}

async function chooseLabel(
  { columns }: TableFacts,
  taken: ReadonlySet<string>,
  uri: string,
  findings: Findings,
): Promise<string> {
  const free = [...columns].filter(([name, { filled, isTime }]) => !taken.has(name) && filled > 0 && !isTime);
  if (free.length === 0) {
    throw new InitError(
      `${uri}: there is no column of labels; the columns are ${listNames([...columns.keys()].map(quoted))}`,
    );
  }
  const named = free.filter(([name]) => isNamed(name, 'outcome'));
  const names = (named.length > 0 ? named : free).map(([name]) => name);
  const label = await findings.choose('labels.label', 'Which column of the labels has the true outcome?', names);
  if (names.length === 1)
    findings.explain('labels.label', named.length === 1 ? 'by its name' : 'the only other column but for times');
  return label;
}
