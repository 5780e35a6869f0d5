/** So many items of the mean above are added to each topic's own (docs/measurements.md#new-items). */
const PRIOR_ITEMS = 100

/**
 * How many users each row is expected to have: as many as met it, and for a row that nobody met the mean of its topic, smoothed by those
 * above it, from the whole catalog down:
 *
 *     theta_p = (users of the rows below p + kappa theta_parent) / (rows below p + kappa),   kappa = 100 rows
 *
 * Source: the prefixes of semantic ids in place of random ones of Singh et al., Better Generalization with Semantic IDs (2023); the
 * posterior mean of a rate under a prior of kappa rows, level by level.
 *
 * @param users Of each row.
 * @param ids   Of each row, as `topics` gives it: "4.1.3" is the third item of the first part of the fourth topic.
 */
export function expectedUsers(users: ArrayLike<number>, ids: readonly string[]): Float32Array {
  const sums = new Map<string, { rows: number; users: number }>()
  const groups = ids.map(groupsOf)
  groups.forEach((path, row) => {
    for (const group of path) {
      const sum = sums.get(group) ?? { rows: 0, users: 0 }
      sums.set(group, sum)
      sum.rows++
      sum.users += users[row]!
    }
  })
  const smoothed = ([whole, ...below]: readonly string[]) =>
    below.reduce((above, group) => {
      const sum = sums.get(group)!
      return (sum.users + PRIOR_ITEMS * above) / (sum.rows + PRIOR_ITEMS)
    }, sums.get(whole!)!.users / ids.length)
  return Float32Array.from(groups, (path, row) => users[row] || smoothed(path))
}

/** The catalog, and the topics and groups of an item, from the top down. */
function groupsOf(id: string): string[] {
  const places = id.split('.').slice(0, -1)
  return ['', ...places.map((_, depth) => places.slice(0, depth + 1).join('.'))]
}
