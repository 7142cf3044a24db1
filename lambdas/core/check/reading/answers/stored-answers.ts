import type { MisplacedAnswer } from '../../../capture/misplaced-answers.ts';
import { PredictionKeys } from '../../../labels/prediction-keys.ts';
import type { Monitor } from '../../../monitor/monitor.ts';
import { PredictionRows } from '../../../performance/rows/prediction-rows.ts';
import { parseProfile, serializeProfile } from '../../../profile/serialize.ts';
import type { Profile } from '../../../profile/types.ts';
import type { DataRead } from '../../../result/schema.ts';
import type { KeyedHash } from '../../../text/keyed-hash.ts';
import { predictionShape } from '../prediction-columns.ts';
import type { FilePart, OpenedFile, SealedContent } from './sealed-file.ts';

/** What an accuracy check finds in the captures of a window, with what texts may quote of it. */
export interface AnswersFound {
  /** Answers and segments. */
  readonly rows: PredictionRows;
  readonly keys: PredictionKeys;
  /** The answers by role, counted as the baseline's are; null without a baseline. */
  readonly answers: Profile | null;
  /** By role, what stands where answers do not. */
  readonly misplaced: ReadonlyMap<string, MisplacedAnswer>;
  /** An id of a prediction, as texts may quote it; null without one. */
  readonly exampleId: string | null;
  readonly data: DataRead;
}

/** The header of a file. It is trusted because only code with the key can have written it: see `KeptAnswers`. */
interface Header {
  readonly reading: string;
  readonly rows: number;
  readonly requests: number;
  /** Whether the keys have these arrays. */
  readonly has: { readonly requestOf: boolean; readonly positions: boolean };
  /** Distinct texts of each column: the label's are null where the shape has none. */
  readonly label: readonly string[] | null;
  readonly numbers: readonly { readonly texts: readonly string[]; readonly hasCodes: boolean }[];
  readonly segments: readonly (readonly string[])[];
  /** As `serializeProfile` writes it. */
  readonly answers: string | null;
  readonly misplaced: readonly (readonly [string, MisplacedAnswer])[];
  readonly exampleId: string | null;
  readonly data: DataRead;
}

/** A window's answers as the content of a file, in the order in which {@link restoreAnswers} takes the parts. */
export function storedAnswers(
  { rows, keys, answers, misplaced, exampleId, data }: AnswersFound,
  reading: string,
): SealedContent {
  const { hashes, requestOf, positions } = keys.stored;
  const { label, numbers, segments } = rows.stored;
  const header: Header = {
    reading,
    rows: rows.rows,
    requests: keys.requests,
    has: { requestOf: requestOf !== null, positions: positions !== null },
    label: label?.texts ?? null,
    numbers: numbers.map(({ texts, codes }) => ({ texts, hasCodes: codes !== null })),
    segments: segments.map(({ texts }) => texts),
    answers: answers && serializeProfile(answers),
    misplaced: [...misplaced],
    exampleId,
    data,
  };
  const parts: (FilePart | null | undefined)[] = [
    hashes,
    requestOf,
    positions,
    label?.codes,
    ...numbers.flatMap((column) => [column.numbers, column.codes]),
    ...segments.map(({ codes }) => codes),
  ];
  return { header, parts: parts.filter((part) => part !== null && part !== undefined) };
}

/**
 * What was stored, if it was found by the same reading; null otherwise.
 *
 * @param onSize Called before memory is taken for the rows, and may throw.
 */
export function restoreAnswers(
  file: OpenedFile,
  { problem, capture, performance }: Monitor,
  reading: string,
  ids: KeyedHash,
  onSize: (rows: number, requests: number) => void,
): AnswersFound | null {
  const header = file.header as Header;
  if (header.reading !== reading) return null;
  onSize(header.rows, header.requests);
  const { rows, has, label, numbers, segments, answers, misplaced, exampleId, data } = header;
  const stored = {
    rows,
    hashes: file.takeCodes(),
    requestOf: has.requestOf ? file.takeCodes() : null,
    positions: has.positions ? file.takeCodes() : null,
  };
  const shape = predictionShape(problem, capture.prediction, performance.segments);
  const gathered = {
    rows,
    label: label && { texts: label, codes: file.takeCodes() },
    numbers: numbers.map(({ texts, hasCodes }) => ({
      texts,
      numbers: file.takeNumbers(),
      codes: hasCodes ? file.takeCodes() : null,
    })),
    segments: segments.map((texts) => ({ texts, codes: file.takeCodes() })),
  };
  return {
    rows: new PredictionRows(shape, gathered),
    keys: PredictionKeys.of(stored, ids),
    answers: answers === null ? null : parseProfile(answers),
    misplaced: new Map(misplaced),
    exampleId,
    data,
  };
}
