/** What the name of a column says about its values. `known`: when the outcome became known. `batch`: what many rows came with. */
export type NameHint = 'time' | 'known' | 'id' | 'batch' | 'score' | 'answer' | 'outcome';

/** English words, and a few of other languages for roles that values do not show. */
const HINTS: Readonly<Record<NameHint, RegExp>> = {
  time: /^(time|times|timestamp|ts|date|datetime|day|at|when|created|requested|predicted at|event time)$|(^| )(time|timestamp|datetime|date|ts|at)$/,
  known:
    /(^| )(known|labell?ed|annotated|reviewed|verified|confirmed|reported|recorded|received|arrived|delivered|returned|resolved|settled|closed|completed|decided|updated|paid|sold|bekannt|gemeldet|erfasst|gebucht|bezahlt|eingegangen|geliefert|connu|recu|conocido|recibido)( |$)/,
  id: /(^| )(id|ids|uuid|guid|identifier)$|^(key|request|transaction)$/,
  batch: /(^| )(batch|run|job|snapshot|partition|version|revision|release|commit|lauf|stapel)( |$)/,
  score: /(^| )(score|scores|prob|probs|proba|probability|probabilities|confidence|likelihood)( |$)|^(p|p1|p \S+)$/,
  answer:
    /(^| )(prediction|predictions|predicted|predict|pred|forecast|estimate|yhat|inference|output|response|prognose|vorhersage|prévision|prevision|predicción|prediccion)( |$)|^(y hat|predicted label|predicted class)$/,
  outcome:
    /^(label|labels|target|actual|actuals|truth|ground truth|groundtruth|outcome|y|y true|true label|true class|class|result|observed|churn|churned|expected)$|(^| )(label|target|actual|truth|outcome)$|^(actual|true|target|observed) /,
};

/** Whether the name is one that columns of this kind usually have. */
export function isNamed(name: string, hint: NameHint): boolean {
  const words = wordsOf(name);
  if (hint === 'outcome' && (HINTS.answer.test(words) || HINTS.score.test(words))) return false;
  return HINTS[hint].test(words);
}

/** `predictedLabel`, `PREDICTED_LABEL` and `predicted.label` are `predicted label`. */
export function wordsOf(name: string): string {
  return name
    .slice(0, LONGEST_NAME)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const LONGEST_NAME = 100;
