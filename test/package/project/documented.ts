import { compareFiles, comparisonText, evaluateFile } from 'driftwarden';

const comparison = await compareFiles('january.csv', 'june.csv', { ignore: ['id'] });
console.log(comparisonText(comparison));
for (const { name, distance, limit, drifted } of comparison.features) {
  if (drifted) console.log(`${name}: ${distance} is above ${limit}`);
}

const evaluation = await evaluateFile('june.csv', {
  problem: 'binary-classification',
  label: 'late',
  prediction: { score: 'p', threshold: 0.5 },
});
const { value, lower, upper } = evaluation.performance.metrics['roc_auc'];
console.log(`ROC AUC ${value}, ${lower} to ${upper}`);
