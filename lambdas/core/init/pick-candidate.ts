import { positionName } from '../capture/positions.ts';
import type { FieldLocation, ProblemType } from '../capture/spec.ts';
import { quoted } from '../text/quoted.ts';
import type { Candidate } from './answer-group.ts';
import type { ColumnFacts } from './column-facts.ts';
import { isNamed } from './column-names.ts';
import type { Findings } from './findings.ts';
import { InitError } from './init-error.ts';

/**
 * The candidate with such values and the best name. A person decides between several that are equally good.
 *
 * @throws InitError if no candidate has such values
 */
export async function pick(
  candidates: readonly Candidate[],
  suits: (facts: ColumnFacts) => boolean,
  problem: ProblemType,
  hints: readonly ('answer' | 'score')[],
  findings: Findings,
): Promise<FieldLocation> {
  const suiting = candidates.filter(({ facts }) => suits(facts));
  if (suiting.length === 0) {
    const names = candidates.map(({ where }) => quoted(nameOf(where))).slice(0, 10);
    throw new InitError(
      `no column can be the prediction of a ${problem} model; its candidates are ${names.join(', ')}: write the monitor file by hand`,
    );
  }
  for (const hint of hints) {
    const named = suiting.filter(({ where }) => typeof where === 'string' && isNamed(where, hint));
    if (named.length > 0) return choose(named, findings);
  }
  return choose(suiting, findings);
}

async function choose(candidates: readonly Candidate[], findings: Findings): Promise<FieldLocation> {
  const names = candidates.map(({ where }) => nameOf(where));
  const chosen = await findings.choose('capture.prediction', 'Which of these is the prediction?', names);
  return candidates[names.indexOf(chosen)].where;
}

function nameOf(where: FieldLocation): string {
  return typeof where === 'number' ? positionName(where) : where;
}
