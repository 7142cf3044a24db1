import { describe, expect, it } from 'vitest';
import { inTurn } from '../../lambdas/core/in-turn.ts';

/** Sequences of which each notes when it begins, is read and ends. */
function noted(items: readonly (readonly string[])[], failing = -1) {
  const notes: string[] = [];
  const sequences = items.map(
    (each, i) =>
      async function* () {
        notes.push(`begin ${i}`);
        try {
          await new Promise(setImmediate);
          if (i === failing) throw new Error(`sequence ${i} failed`);
          for (const item of each) {
            notes.push(item);
            yield item;
          }
        } finally {
          notes.push(`end ${i}`);
        }
      },
  );
  return { notes, sequences };
}

const LETTERS = [['a', 'b'], [], ['c'], ['d', 'e'], ['f']];

describe('inTurn', () => {
  it.each([0, 1, 2, 9])('gives the items of one sequence after another, with %i begun ahead', async (ahead) => {
    const { sequences } = noted(LETTERS);
    expect(await Array.fromAsync(inTurn(sequences, ahead))).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('begins so many sequences and no more, and reads only the first item of those that wait', async () => {
    const { notes, sequences } = noted(LETTERS);
    const items = inTurn(sequences, 2);
    await items.next();
    await new Promise(setImmediate);
    expect(notes.filter((note) => note.startsWith('begin'))).toEqual(['begin 0', 'begin 1', 'begin 2']);
    expect(notes).not.toContain('b');
    await items.return(undefined);
    expect(notes.filter((note) => note.startsWith('end')).sort()).toEqual(['end 0', 'end 1', 'end 2']);
  });

  it('throws the error of a sequence in its turn, and ends those that were begun', async () => {
    const { notes, sequences } = noted(LETTERS, 2);
    const found: string[] = [];
    const read = async () => {
      for await (const item of inTurn(sequences, 3)) found.push(item);
    };
    await expect(read()).rejects.toThrow('sequence 2 failed');
    expect(found).toEqual(['a', 'b']);
    const begun = notes.filter((note) => note.startsWith('begin')).length;
    expect(notes.filter((note) => note.startsWith('end'))).toHaveLength(begun);
  });
});
