import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ASSUMPTIONS, Evidence } from '../../smoke/assumptions.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/assumptions.md'), 'utf8');

describe('the assumptions', () => {
  it('are those of the page, in its order', () => {
    const tables = PAGE.split('| assumed |').slice(1);
    const rows = tables.flatMap((table) => table.trimEnd().split('\n\n')[0].split('\n').slice(2));
    expect(rows.map((row) => row.split(' | ')[0].replace(/^\| /, ''))).toEqual(Object.values(ASSUMPTIONS));
  });
});

describe('the evidence', () => {
  it('is a line for each assumption, with what was observed', () => {
    const evidence = new Evidence();
    evidence.confirm('scheduled-time', 'seen');
    evidence.decide('client-token', false, 'two packages');
    const table = evidence.table();
    expect(table).toHaveLength(Object.keys(ASSUMPTIONS).length + 2);
    expect(table.slice(0, 2)).toEqual([`confirmed    ${ASSUMPTIONS['scheduled-time']}`, '             seen']);
    expect(table).toContain(`refuted      ${ASSUMPTIONS['client-token']}`);
    expect(table).toContain(`not checked  ${ASSUMPTIONS['old-points']}`);
    expect(evidence.refuted).toEqual(['client-token']);
  });

  it('stays refuted', () => {
    const evidence = new Evidence();
    expect(evidence.decide('alarm-key', true, 'yes')).toBe(true);
    expect(evidence.decide('alarm-key', false, 'no')).toBe(false);
    evidence.confirm('alarm-key', 'yes again');
    expect(evidence.refuted).toEqual(['alarm-key']);
    expect(evidence.table()).toContain('             no');
  });
});
