import { PagekinError } from '../../src/errors.js'

/** Names of clusters and of classes; compared as values. */
type Label = string | number

interface Contingency {
  readonly total: number
  readonly clusters: ReadonlyMap<Label, ReadonlyMap<Label, number>>
  readonly classSizes: ReadonlyMap<Label, number>
}

/** Purity: (1/n) sum over clusters of the size of their largest class (Manning et al., 2008, section 16.3). NaN for nothing. */
export function purity(clusters: ArrayLike<Label>, classes: ArrayLike<Label>): number {
  const table = contingency('purity', clusters, classes)
  let majority = 0
  for (const counts of table.clusters.values()) majority += Math.max(...counts.values())
  return table.total === 0 ? Number.NaN : majority / table.total
}

export interface VMeasure {
  /** 1 - H(class | cluster) / H(class); 1 where there is one class. */
  readonly homogeneity: number
  /** 1 - H(cluster | class) / H(cluster); 1 where there is one cluster. */
  readonly completeness: number
  /** (1 + beta) h c / (beta h + c); 0 where both are 0. */
  readonly v: number
}

/** V-measure (Rosenberg and Hirschberg, 2007). `beta` above 1 weighs completeness more; default 1. All NaN for nothing. */
export function vMeasure(clusters: ArrayLike<Label>, classes: ArrayLike<Label>, beta = 1): VMeasure {
  const table = contingency('vMeasure', clusters, classes)
  if (table.total === 0) return { homogeneity: Number.NaN, completeness: Number.NaN, v: Number.NaN }
  const clusterSizes = [...table.clusters.values()].map((counts) => sum(counts.values()))
  const cells = [...table.clusters.values()].flatMap((counts) => [...counts.values()])
  const [joint, ofClass, ofCluster] = [entropy(cells), entropy([...table.classSizes.values()]), entropy(clusterSizes)]
  // H(A | B) = H(A, B) - H(B)
  const homogeneity = ofClass === 0 ? 1 : 1 - (joint - ofCluster) / ofClass
  const completeness = ofCluster === 0 ? 1 : 1 - (joint - ofClass) / ofCluster
  const weighed = beta * homogeneity + completeness
  return { homogeneity, completeness, v: weighed <= 0 ? 0 : ((1 + beta) * homogeneity * completeness) / weighed }
}

function contingency(where: string, clusters: ArrayLike<Label>, classes: ArrayLike<Label>): Contingency {
  if (clusters.length !== classes.length) {
    throw new PagekinError(
      'usage',
      `${where}: received ${clusters.length} clusters and ${classes.length} classes, expected one of each an item`,
    )
  }
  const table = new Map<Label, Map<Label, number>>()
  const classSizes = new Map<Label, number>()
  for (let i = 0; i < clusters.length; i++) {
    const counts = table.get(clusters[i]!) ?? new Map<Label, number>()
    table.set(clusters[i]!, counts.set(classes[i]!, (counts.get(classes[i]!) ?? 0) + 1))
    classSizes.set(classes[i]!, (classSizes.get(classes[i]!) ?? 0) + 1)
  }
  return { total: clusters.length, clusters: table, classSizes }
}

/** Shannon's entropy in nats of counts. */
function entropy(counts: readonly number[]): number {
  const total = sum(counts)
  return -sum(counts.map((count) => (count / total) * Math.log(count / total)))
}

function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}
