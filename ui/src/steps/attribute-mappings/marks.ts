/** A run of characters, from one index up to another, counted in characters. */
type Run = [from: number, to: number];

/** What differs between two names: the run to mark in each. An empty run has nothing to mark. */
export type Marks = { wrong: Run; right: Run };

/**
 * Where two names part. Names of one length differ at a character, the first of which is marked; else a run was left out,
 * added or exchanged between a common beginning and a common end, and all of it is marked.
 */
export function marksOf(wrong: string, right: string): Marks {
  const a = [...wrong];
  const b = [...right];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  if (a.length === b.length) {
    const end = Math.min(start + 1, a.length);
    return { wrong: [start, end], right: [start, end] };
  }
  let tail = 0;
  while (tail < shorter - start && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return { wrong: [start, a.length - tail], right: [start, b.length - tail] };
}
