import type { TableChunk } from '../../lambdas/core/columns/column.ts';
import { CategoryReference } from './category-reference.ts';
import type { ColumnCells, ColumnDistances, ColumnReference } from './column-reference.ts';
import { NumberReference } from './number-reference.ts';
import { referenceChunks } from './reference-chunks.ts';

interface RuleDefinition {
  readonly name: string;
  readonly isColumnFlagged: (distances: ColumnDistances, reference: ColumnReference) => boolean;
  /** Share of the columns from which on the window is flagged; 0: any. */
  readonly share: number;
}

/**
 * Common rules, on the same rows. Every column is compared with the baseline, the model's answers too.
 * Evidently: `_get_default_stattest` and `DataDriftPreset(drift_share=0.5)`. NannyML: the Jensen-Shannon distance, with the
 * upper limit from reference chunks or the constant one.
 */
export const PLAIN_RULES: readonly RuleDefinition[] = [
  { name: 'PSI > 0.1, any column', isColumnFlagged: ({ psi }) => psi > 0.1, share: 0 },
  { name: 'PSI > 0.2, any column', isColumnFlagged: ({ psi }) => psi > 0.2, share: 0 },
  { name: "Evidently's defaults, any column", isColumnFlagged: ({ evidently }) => evidently, share: 0 },
  { name: "Evidently's defaults, half of the columns", isColumnFlagged: ({ evidently }) => evidently, share: 0.5 },
  {
    name: 'NannyML, mean + 3 sd of the reference, any column',
    isColumnFlagged: ({ jensenShannon }, { referenceLimit }) => jensenShannon > referenceLimit,
    share: 0,
  },
  { name: 'NannyML, Jensen-Shannon > 0.1, any column', isColumnFlagged: (it) => it.jensenShannon > 0.1, share: 0 },
  { name: 'p < 0.05, any column', isColumnFlagged: ({ significant }) => significant, share: 0 },
];

/** A rule's judgement of a day. */
export interface RuleDay {
  readonly rule: string;
  readonly flagged: boolean;
  /** Whether the window is flagged, and the one before was not. */
  readonly alert: boolean;
  /** Names of the flagged columns. */
  readonly columns: readonly string[];
}

/** Plain rules watching one monitor. They send an alert when a run of flagged windows begins. */
export class PlainRules {
  readonly #references = new Map<string, ColumnReference>();
  readonly #before = new Set<string>();

  /** @param windowRows Rows of a window: the baseline is cut into chunks of that size where there are enough. */
  constructor(baseline: readonly TableChunk[], windowRows: number) {
    const rows = baseline.reduce((sum, chunk) => sum + chunk.rows, 0);
    for (const [name, { codes, dictionary }] of baseline[0].columns) {
      const columns = baseline.map((chunk) => chunk.columns.get(name)!);
      const chunks = referenceChunks(columns, rows, windowRows);
      const isCategory = codes !== null;
      this.#references.set(
        name,
        isCategory ? new CategoryReference(chunks, dictionary.length, rows) : new NumberReference(chunks, rows),
      );
    }
  }

  /** Judges the next day. */
  look({ columns }: { readonly columns: ReadonlyMap<string, ColumnCells> }): RuleDay[] {
    const measured = Array.from(this.#references, ([name, reference]) => {
      return { name, reference, distances: reference.measure(columns.get(name)!) };
    });
    return PLAIN_RULES.map(({ name: rule, isColumnFlagged, share }) => {
      const flagged = measured.filter(({ distances, reference }) => isColumnFlagged(distances, reference));
      const isFlagged = flagged.length > 0 && flagged.length >= share * measured.length;
      const alert = isFlagged && !this.#before.has(rule);
      if (isFlagged) this.#before.add(rule);
      else this.#before.delete(rule);
      return { rule, flagged: isFlagged, alert, columns: flagged.map(({ name }) => name) };
    });
  }
}
