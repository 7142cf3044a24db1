import { isTableFormat } from '../capture/capture-formats.ts';
import type { FieldLocation } from '../capture/spec.ts';
import type { NumberMarks } from '../columns/number-format.ts';
import type { RunContext } from '../context.ts';
import type { LabelFormat } from '../labels/spec.ts';
import { listNames } from '../text/name-list.ts';
import { quoted } from '../text/quoted.ts';
import type { ColumnFacts, TableFacts } from './column-facts.ts';
import { isNamed } from './column-names.ts';
import { findData } from './data-format.ts';
import type { Findings } from './findings.ts';
import { InitError } from './init-error.ts';
import { readGroundTruth } from './label-records.ts';
import { numberKeys, readTable } from './read-table.ts';

/** The keys of `labels`. */
export interface FoundLabels {
  readonly uri: string;
  readonly format: LabelFormat;
  readonly id?: string;
  readonly label: FieldLocation;
  readonly position?: string;
  /** How numbers are written. */
  readonly numbers?: NumberMarks;
  readonly outcome: ColumnFacts;
  /** The captured column whose ids the labels have; null: no captured column has any of them. */
  readonly capturedId: string | null;
}

/** Captured ids by their column. */
export type CapturedIds = ReadonlyMap<string, ReadonlySet<string>>;

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
  context: Pick<RunContext, 'open'>,
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
  findings.explain('labels.format', format === 'csv' ? 'a table with a header' : 'a table');
  const numbers = numberKeys('labels', table, findings);
  return {
    uri: found.uri,
    format,
    id,
    label,
    numbers,
    outcome,
    capturedId,
    ...(position !== undefined && { position }),
  };
}

async function groundTruth(
  uri: string,
  ids: CapturedIds,
  findings: Findings,
  context: Pick<RunContext, 'open'>,
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
  const [capturedId = null] = ids.keys();
  return { uri, format: 'sagemaker-ground-truth', label: usual === undefined ? where : 'label', outcome, capturedId };
}

/** The pair of columns, of labels and captures, that have the most ids in common. */
async function chooseId(
  { columns }: TableFacts,
  ids: CapturedIds,
  findings: Findings,
): Promise<{ readonly id: string; readonly capturedId: string | null }> {
  let best = { id: '', capturedId: null as string | null, shared: 0 };
  for (const [id, { values }] of columns) {
    for (const [capturedId, captured] of ids) {
      let shared = 0;
      for (const value of values.keys()) if (captured.has(value)) shared++;
      const isBetter = shared > best.shared || (shared === best.shared && shared > 0 && id === capturedId);
      if (isBetter) best = { id, capturedId, shared };
    }
  }
  // Few common values may be numbers that occur in any two columns.
  if (best.shared >= 2) {
    findings.explain('labels.id', `${best.shared} of its values are ids of the captured rows read`);
    return best;
  }
  const named = [...columns.keys()].filter((name) => isNamed(name, 'id'));
  const names = named.length > 0 ? named : [...columns.keys()];
  const id = await findings.choose('labels.id', 'Which column of the labels has the id of the prediction?', names);
  findings.doubt('labels.id', 'none of its values is an id of the captured rows read');
  return { id, capturedId: null };
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
    findings.explain('labels.label', named.length === 1 ? 'by its name' : 'the only other column');
  return label;
}
