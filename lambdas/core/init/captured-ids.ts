import { positionName } from '../capture/positions.ts';
import type { CaptureFormat } from '../capture/spec.ts';
import { TableFacts } from './column-facts.ts';
import { isNamed } from './column-names.ts';
import type { Findings } from './findings.ts';
import type { CapturedIds, FoundLabels } from './labels.ts';
import type { SampledCapture } from './read-captures.ts';
import { idCandidates, integerIdCandidates } from './table-roles.ts';

const EVENT_ID = 'eventId';
/** The same rows may be scored in every file that is looked at. */
const MOST_REPEATS = 20;

/**
 * The columns with ids, and their values.
 *
 * @param time The column with the time of each row; null: there is none.
 */
export function capturedIds(facts: TableFacts, time: string | null, hasLabels: boolean): CapturedIds {
  const unique = idCandidates(facts).filter((name) => name !== time);
  const named = [...facts.columns.keys()].filter((name) => isNamed(name, 'id') && name !== time);
  const names = hasLabels ? [...new Set([...unique, ...named])] : unique.filter((name) => named.includes(name));
  const integers = hasLabels ? integerIdCandidates(facts).filter((name) => name !== time) : [];
  return { usual: valuesOf(facts, names), integers: valuesOf(facts, integers) };
}

/**
 * The ids of SageMaker records: their own, and in a batch transform without own ones those under a key or in a field.
 *
 * @param fields The fields of CSV that have no names, see {@link transformFields}.
 */
export function recordIds(
  format: CaptureFormat,
  { observed, requests }: SampledCapture,
  fields: TableFacts | null,
  hasLabels: boolean,
): CapturedIds {
  const own = new Set(observed.ids);
  own.delete('');
  if (format !== 'sagemaker-batch-transform' || own.size > 0)
    return { usual: new Map([[EVENT_ID, own]]), integers: new Map() };
  if (fields === null) return capturedIds(requests, null, hasLabels);
  const texts = [...fields.columns].filter(
    ([, column]) => column.texts === column.filled && !column.isTime && isDistinct(column.values.size, fields.rows),
  );
  const usual = valuesOf(
    fields,
    texts.map(([name]) => name),
  );
  return { usual, integers: hasLabels ? valuesOf(fields, integerIdCandidates(fields)) : new Map() };
}

function isDistinct(values: number, rows: number): boolean {
  return values > 1 && values * MOST_REPEATS >= rows;
}

function valuesOf({ columns }: TableFacts, names: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(names.map((name) => [name, new Set(columns.get(name)!.values.keys())]));
}

/** The key or field with the id of a record, for `capture.id`. undefined: the records have their own ids, or none. */
export function chooseRecordId(
  { usual }: CapturedIds,
  labels: FoundLabels | null,
  findings: Findings,
): string | undefined {
  const [first] = usual.keys();
  const id = labels?.capturedId ?? first;
  if (id === EVENT_ID) return undefined;
  if (labels === null && id !== undefined) findings.explain('capture.id', 'by its values, which name a row each');
  if (labels !== null && labels.capturedId !== null)
    findings.explain('capture.id', 'the labels have ids of this column');
  return id;
}

/** The fields of a batch transform's CSV as `_c0`, `_c1`, …: input, output and id, which only their values tell apart. null: none. */
export function transformFields(
  format: CaptureFormat,
  { observed: { answers, requests }, requests: { rows } }: SampledCapture,
): TableFacts | null {
  if (format !== 'sagemaker-batch-transform' || requests > 0 || answers.size < 2) return null;
  const fields = new TableFacts();
  fields.rows = rows;
  for (let i = 0; i < answers.size; i++) {
    const facts = answers.get(i);
    if (facts === undefined) return null;
    fields.columns.set(positionName(i), facts);
  }
  return fields;
}
