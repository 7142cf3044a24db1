import { type Comparison, compareFiles, comparisonText, FileError, readTable } from 'driftwarden';
import { bytesSource, compareDatasets, type DataSource, MonitorFileError, parseMonitor } from 'driftwarden/core';

/** What a program does with the package: its types are checked, then it runs. */
const [before, after] = process.argv.slice(2);
const comparison: Comparison = await compareFiles(before, after, { ignore: ['plan'] });
const [feature] = comparison.features;
const distance: number | null = feature.distance;

let rows = 0;
for await (const chunk of readTable(after)) rows += chunk.rows;

const source: DataSource = bytesSource('now.csv', new TextEncoder().encode('age,id\n30,1\n31,2\n'));
const same = await compareDatasets(source, source);

let problem = '';
try {
  parseMonitor('model: m\nproblem: regresion\n', 'm.yaml');
} catch (error) {
  if (error instanceof MonitorFileError) {
    problem = error.problems.find(({ path }) => path[0] === 'problem')?.suggestion ?? '';
  }
}

let missing = '';
try {
  await compareFiles('nowhere.csv', after);
} catch (error) {
  if (error instanceof FileError) missing = error.message;
}

// @ts-expect-error there is no such method
void (() => compareFiles(before, after, { settings: { method: 'no-such-method' } }));

console.log(
  JSON.stringify({
    changed: comparison.changed,
    distance,
    rows,
    same: same.changed,
    problem,
    missing,
    text: comparisonText(comparison).split('\n', 1)[0],
  }),
);
