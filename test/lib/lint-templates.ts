/**
 * Synthesizes stacks of several kinds and runs cfn-lint on their templates: a second opinion besides the CDK's own validation and
 * cdk-nag. Needs Python: pip install cfn-lint==1.58.0
 *
 *     npm run lint:templates
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { MonitoringStack } from '../../lib/monitoring-stack.ts';
import { TEMPLATES } from './kinds-of-templates.ts';

/** The CDK states a dependency that a reference implies when it also means the role's policies, which no reference does. */
const DEPENDENCY = 'W3005';

const folder = mkdtempSync(join(tmpdir(), 'templates-'));
try {
  TEMPLATES.forEach(({ definitions, props }, number) => {
    const app = new App({ outdir: join(folder, String(number)) });
    new MonitoringStack(app, `Kind${number}`, { ...props, definitions });
    app.synth();
  });
  const files = globSync('**/*.template.json', { cwd: folder }).map((file) => join(folder, file));
  const { status, error } = spawnSync('cfn-lint', ['--ignore-checks', DEPENDENCY, '--', ...files], {
    stdio: 'inherit',
  });
  if (error) throw error;
  process.exitCode = status ?? 1;
  if (status === 0) console.log(`cfn-lint finds nothing in ${files.length} templates`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
