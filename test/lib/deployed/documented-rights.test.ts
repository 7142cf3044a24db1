import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { documentedRights, documentedRightsOfLiveModel } from './retraining-account.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/retraining.md'), 'utf8');
const [, ofRole, ofLiveModel] =
  /## Permissions of the jobs' role\n([\s\S]*?)\n\*\*If the live model has another role\*\*([\s\S]*?)\n## /.exec(PAGE)!;

/** The actions in the first column of a page's table. */
function actionsOnPage(text: string): string[] {
  return [...text.matchAll(/^\| ([^|]*) \|/gm)].flatMap(([, cell]) =>
    [...cell.matchAll(/`(\w+:\w+)`/g)].map(([, action]) => action),
  );
}

const actionsOf = (statements: readonly { readonly Action: string | readonly string[] }[]) =>
  statements.flatMap(({ Action }) => Action);

it('the role of the jobs in the account has the permissions on the page, and no others', () => {
  const onPage = actionsOnPage(ofRole).filter((action) => !action.startsWith('ec2:'));
  expect(onPage.length).toBeGreaterThan(8);
  expect([...actionsOf(documentedRights('arn:aws:s3:::b/captures', 'key'))].sort()).toEqual([...onPage].sort());
});

it('so has the role of the live model', () => {
  expect([...actionsOf(documentedRightsOfLiveModel('arn:aws:s3:::b', 'key'))].sort()).toEqual(
    [...actionsOnPage(ofLiveModel)].sort(),
  );
});
