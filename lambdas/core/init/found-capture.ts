import type { FoundAnswers } from './answers.ts';
import type { Findings } from './findings.ts';
import type { FoundLabels } from './labels.ts';
import type { MatchedTraining } from './match-training.ts';
import type { ReadContext } from './read-table.ts';

/** Locations, relative to the folder of the monitor file. */
export interface InitPlaces {
  readonly captures: string;
  readonly labels?: string | undefined;
  readonly training?: string | undefined;
}

export interface InitTask {
  readonly findings: Findings;
  /** `now`: milliseconds since the epoch. */
  readonly context: ReadContext & { readonly now: number };
}

/** What was recognised of the captures, and what depends on them. */
export interface FoundCapture {
  /** The keys of `capture`. */
  readonly section: Readonly<Record<string, unknown>>;
  /** The features that the drift check leaves out. */
  readonly ignored: readonly string[];
  readonly answers: FoundAnswers;
  readonly labels: FoundLabels | null;
  /** The training data with the names of captures. null: there is none. */
  readonly training: MatchedTraining | null;
  /** Its column with the true outcome. */
  readonly trainingLabel: string | null;
  /** undefined: every column. */
  readonly features: readonly string[] | undefined;
}
