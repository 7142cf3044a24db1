import * as z from 'zod';
import { POSITIVE } from './input.ts';

/** The parameters of every list. */
export const PAGE = {
  SortOrder: z.enum(['Ascending', 'Descending']).default('Ascending'),
  MaxResults: POSITIVE.max(100).default(10),
  NextToken: z.string().optional(),
};

/** One page of a list that is in ascending order. */
export function pageOf<Item>(
  items: readonly Item[],
  { SortOrder, MaxResults, NextToken }: { SortOrder: string; MaxResults: number; NextToken?: string | undefined },
): { items: Item[]; more: { NextToken?: string } } {
  const ordered = SortOrder === 'Descending' ? items.toReversed() : items;
  const start = Number(NextToken ?? 0);
  const end = start + MaxResults;
  return { items: ordered.slice(start, end), more: end < ordered.length ? { NextToken: String(end) } : {} };
}

/** Sorts by a text; equal ones stay in the order they have. */
export function sortedBy<Item>(items: readonly Item[], text: (item: Item) => string): Item[] {
  return items.toSorted((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0));
}
