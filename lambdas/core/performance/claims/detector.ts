import { BETS, type Claim, type LimitEvidence, logEValue } from './evidence.ts';

/**
 * Watches a claim over windows: a mixture of Shiryaev-Roberts e-detectors, one for each bet (Shin, Ramdas, Rinaldo
 * 2024). Before each window a capital of 1 is added, because the change may begin with it, and the window multiplies
 * all capital so far by its e-value. While the claim is false, the expected capital is at most the number of windows.
 * So it passes c no more often than once in c windows, however often it is examined.
 */
export class ClaimDetector {
  readonly #claim: Claim;
  /** Logarithms of the capitals, one for each bet. */
  readonly #capital = BETS.map(() => Number.NEGATIVE_INFINITY);
  /** For each bet, since which window its evidence has been growing: CUSUM. */
  readonly #runs = BETS.map((): Run => ({ window: null, growth: 0, rows: 0 }));

  constructor(claim: Claim) {
    this.#claim = claim;
  }

  /** @param rows labelled rows of the window */
  add(window: string, rows: number, evidence: LimitEvidence): void {
    BETS.forEach(({ size }, i) => {
      const growth = logEValue(evidence, this.#claim, size);
      this.#capital[i] = growth + Math.log1p(Math.exp(-Math.abs(this.#capital[i]))) + Math.max(0, this.#capital[i]);
      const run = this.#runs[i];
      this.#runs[i] =
        run.growth > 0
          ? { window: run.window, growth: run.growth + growth, rows: run.rows + rows }
          : { window, growth, rows };
    });
  }

  /** Logarithm of the capitals' weighted mean. */
  get logCapital(): number {
    const most = Math.max(...this.#capital);
    if (most === Number.NEGATIVE_INFINITY) return most;
    return most + Math.log(BETS.reduce((sum, { share }, i) => sum + share * Math.exp(this.#capital[i] - most), 0));
  }

  /**
   * The windows in which the bet with the largest capital has been gaining: the first of them, and their rows; null
   * where it is losing.
   */
  get run(): { readonly window: string; readonly rows: number } | null {
    const weighted = this.#capital.map((capital, i) => capital + Math.log(BETS[i].share));
    const best = weighted.indexOf(Math.max(...weighted));
    const { window, growth, rows } = this.#runs[best];
    return growth > 0 && window !== null ? { window, rows } : null;
  }
}

interface Run {
  /** The first of them. */
  readonly window: string | null;
  /** Logarithm of their evidence. */
  readonly growth: number;
  readonly rows: number;
}
