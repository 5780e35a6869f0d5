/** Which places of a list go to items that its ranking would not show. */
export interface Exploration {
  /** Share of the list's places, above 0 to 1. */
  readonly share: number
  /** Where a row stands among those that may be drawn, lowest first: random, and the same whenever it is asked. */
  turnOf(row: number): number
}

/**
 * The turn of a row: of what is drawn in the order of turns, each next row is drawn with a chance of `1 / (1 + users)`, so that what few users
 * met is seen earlier.
 *
 * Source: weighted sampling without replacement (Efraimidis and Spirakis 2006), as exponential times.
 *
 * @param uniform Random, in [0, 1).
 * @param users How many users met it; 0 for all if unknown.
 */
export function turnOf(uniform: number, users: number): number {
  return -Math.log(1 - uniform) * (1 + users)
}

/**
 * Gives a share of a list's places to candidates that follow it: `max(1, round(share * limit))` places, spread evenly, the last one among them
 * and the first one of the ranking never. Which candidates, `turnOf` says alone, so that those drawn stay when the ranking moves.
 *
 * Source: epsilon-greedy (Sutton and Barto, "Reinforcement Learning", 2018, section 2.2), with a fixed number of places a list in place of a
 * chance for each.
 *
 * @param ranked What the list would show, best first.
 * @param candidates Rows that follow, none of them in `ranked`.
 * @param first How many of `ranked` stay where they are.
 * @param allowsBeside Of the rows that stay, whether a candidate may be shown beside them; asked in the order drawn, until there are enough.
 * @returns As many rows as `ranked` has, each once.
 * @example explored([5, 2, 9, 4], [7, 1], { share: 0.25, turnOf: (row) => row }, { limit: 4, first: 1, allowsBeside: () => () => true }) // [5, 2, 9, 1]
 */
export function explored(
  ranked: readonly number[],
  candidates: readonly number[],
  { share, turnOf }: Exploration,
  {
    limit,
    first,
    allowsBeside,
  }: { readonly limit: number; readonly first: number; allowsBeside(kept: readonly number[]): (row: number) => boolean },
): readonly number[] {
  const free = Math.max(0, ranked.length - first)
  const places = Math.min(Math.max(1, Math.round(share * limit)), free)
  const kept = ranked.slice(0, ranked.length - places)
  const allows = allowsBeside(kept)
  const drawn: number[] = []
  for (const row of [...candidates].sort((a, b) => turnOf(a) - turnOf(b))) {
    if (drawn.length >= places) break
    if (allows(row)) drawn.push(row)
  }
  // where too few may be shown more stay, last what may not be shown beside those
  const others = ranked.slice(kept.length)
  const refused = new Set(others.filter((row) => !allows(row)))
  const list = [...kept, ...[...others.filter((row) => !refused.has(row)), ...refused].slice(0, places - drawn.length)]
  drawn.forEach((row, i) => {
    list.splice(first - 1 + Math.floor(((i + 1) * free) / drawn.length), 0, row)
  })
  return list
}
