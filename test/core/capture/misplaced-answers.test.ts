import { describe, expect, it } from 'vitest';
import { MisplacedAnswers } from '../../../lambdas/core/capture/misplaced-answers.ts';
import { describeMisplaced } from '../../../lambdas/core/result/describe-answers.ts';

describe('an answer among more keys than are kept', () => {
  const texts = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`note-${i}`, 'x']));
  const said = (row: unknown) => {
    const places = new MisplacedAnswers();
    places.noteRow('score', row);
    const found = places.misplaced.get('score')!;
    expect(found.keys.length).toBeLessThanOrEqual(100);
    return describeMisplaced('score', found).replace(/^.*(?= and )/, '');
  };

  it('is found at any place, and all keys are counted', () => {
    expect(said({ ...texts, p: 0.5 })).toBe(' and 296 more: write prediction.score: p');
    expect(said({ ...texts, p: 0.5, score: 0.5 })).toBe(' and 297 more: write prediction.score: score');
  });

  it('is not found if there are two numbers', () => {
    expect(said({ p: 0.5, ...texts, q: 0.5 })).toBe(' and 297 more: prediction.score can name one');
  });

  it('is found among the columns of a table', () => {
    const places = new MisplacedAnswers();
    places.noteColumns('label', [...Object.keys(texts), 'label']);
    places.noteColumns('label', []);
    const found = places.misplaced.get('label')!;
    expect(found).toMatchObject({ rows: 2, keyCount: 301, meant: 'label' });
    expect(describeMisplaced('label', found)).toMatch(/ and 296 more: write prediction\.label: label$/);
  });
});
