import type { Candidate } from '../candidate.js'

/**
 * Deals candidates out group by group, like cards: the best of each group, then the second best of each, and so on.
 * Groups come in the order of their best candidate. Used where there is nothing to go by but the breadth of the catalog,
 * and no vectors yet for `mmr`.
 */
export function spread(candidates: readonly Candidate[], groupOf: (row: number) => string, limit: number): Candidate[] {
  const groups = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    const group = groupOf(candidate.row)
    const members = groups.get(group)
    if (members) members.push(candidate)
    else groups.set(group, [candidate])
  }
  const dealt: Candidate[] = []
  for (let round = 0; dealt.length < Math.min(limit, candidates.length); round++) {
    for (const members of groups.values()) {
      const candidate = members[round]
      if (candidate && dealt.length < limit) dealt.push(candidate)
    }
  }
  return dealt
}
