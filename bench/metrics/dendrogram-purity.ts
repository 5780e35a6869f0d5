/** A group of items and the groups that it falls into. */
export interface Dendrogram {
  readonly rows: readonly number[]
  readonly children: readonly Dendrogram[]
}

/**
 * By row, over all other rows of its class: the share of the class in the smallest group that holds both, on average. 0 for the only row of
 * a class. Source: Heller and Ghahramani, Bayesian Hierarchical Clustering (2005), there over pairs of the whole set.
 *
 * @param root Holds every row of `classes` once.
 */
export function dendrogramPurity(root: Dendrogram, classes: readonly string[]): Float64Array {
  const sums = new Float64Array(classes.length)
  const countsOf = ({ rows, children }: Dendrogram): ReadonlyMap<string, number> => {
    const own = new Map<string, number>()
    for (const row of rows) own.set(classes[row]!, (own.get(classes[row]!) ?? 0) + 1)
    // a row that is in no group below meets all others here
    const met = new Map(rows.map((row) => [row, 1]))
    for (const child of children) {
      const below = countsOf(child)
      for (const row of child.rows) met.set(row, below.get(classes[row]!)!)
    }
    for (const row of rows) {
      const count = own.get(classes[row]!)!
      sums[row]! += (count / rows.length) * (count - met.get(row)!)
    }
    return own
  }
  const all = countsOf(root)
  return sums.map((sum, row) => sum / Math.max(1, all.get(classes[row]!)! - 1))
}
