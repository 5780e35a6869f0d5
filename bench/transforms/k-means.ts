import { PagekinError } from '../../src/errors.js'
import { dotProduct, normalize } from '../../src/vectors/normalize.js'
import { mulberry32 } from '../../src/vectors/random.js'

export interface KMeansOptions {
  /** Default 1. */
  readonly seed?: number
  /** Rounds at most; it ends sooner where nothing moves. Default 25. */
  readonly rounds?: number
}

export interface Clusters {
  /** Number of the cluster of each row. */
  readonly clusters: Uint32Array
  /** Unit vectors, k x dimensions. */
  readonly centroids: Float32Array
  /** Mean cosine of the rows to their centroid: higher is better. */
  readonly cohesion: number
}

/**
 * Spherical k-means (Dhillon & Modha, 2001) over unit vectors, begun by k-means++ (Arthur & Vassilvitskii, 2007; the squared distance is
 * 2 - 2 cosine): rows go to the centroid of the highest cosine, centroids to the normalised mean of their rows. A cluster
 * that runs empty starts again at the row that fits worst. Costs rounds x rows x k x dimensions.
 *
 * @throws PagekinError `usage` where k is not between 1 and the number of rows.
 */
export function kMeans(vectors: Float32Array, dimensions: number, k: number, options: KMeansOptions = {}): Clusters {
  const { seed = 1, rounds = 25 } = options
  const rows = vectors.length / dimensions
  if (!(Number.isInteger(k) && k >= 1 && k <= rows)) {
    throw new PagekinError('usage', `kMeans: received k ${k}, expected 1 to ${rows}, the number of rows`)
  }
  const centroids = begin(vectors, dimensions, k, mulberry32(seed))
  // no cluster yet
  const clusters = new Uint32Array(rows).fill(k)
  const cosines = new Float64Array(rows)
  let moved = assign(vectors, dimensions, centroids, clusters, cosines)
  for (let round = 0; round < rounds && moved > 0; round++) {
    centre(vectors, dimensions, centroids, clusters, cosines)
    moved = assign(vectors, dimensions, centroids, clusters, cosines)
  }
  return { clusters, centroids, cohesion: cosines.reduce((sum, cosine) => sum + cosine, 0) / rows }
}

/** For each cluster the row nearest to its centroid, fewer than k where one is empty; ascending. */
export function medoids(vectors: Float32Array, dimensions: number, { clusters, centroids }: Clusters): number[] {
  const best = new Map<number, { row: number; cosine: number }>()
  clusters.forEach((cluster, row) => {
    const cosine = dotProduct(at(vectors, dimensions, row), at(centroids, dimensions, cluster))
    if (cosine > (best.get(cluster)?.cosine ?? Number.NEGATIVE_INFINITY)) best.set(cluster, { row, cosine })
  })
  return [...best.values()].map(({ row }) => row).sort((a, b) => a - b)
}

function at(vectors: Float32Array, dimensions: number, row: number): Float32Array {
  return vectors.subarray(row * dimensions, (row + 1) * dimensions)
}

function begin(vectors: Float32Array, dimensions: number, k: number, random: () => number): Float32Array {
  const rows = vectors.length / dimensions
  const centroids = new Float32Array(k * dimensions)
  const distance = new Float64Array(rows).fill(Number.POSITIVE_INFINITY)
  let next = Math.floor(random() * rows)
  for (let cluster = 0; cluster < k; cluster++) {
    const chosen = at(vectors, dimensions, next)
    centroids.set(chosen, cluster * dimensions)
    let total = 0
    for (let row = 0; row < rows; row++) {
      distance[row] = Math.min(distance[row]!, Math.max(0, 2 - 2 * dotProduct(at(vectors, dimensions, row), chosen)))
      total += distance[row]!
    }
    let left = random() * total
    next = distance.findIndex((value) => {
      left -= value
      return left < 0
    })
    // all that is left are copies of what was chosen
    if (next < 0) next = Math.floor(random() * rows)
  }
  return centroids
}

/** @returns how many rows changed their cluster. */
function assign(vectors: Float32Array, dimensions: number, centroids: Float32Array, clusters: Uint32Array, cosines: Float64Array): number {
  let moved = 0
  const k = centroids.length / dimensions
  for (let row = 0; row < clusters.length; row++) {
    const vector = at(vectors, dimensions, row)
    let best = 0
    let highest = Number.NEGATIVE_INFINITY
    for (let cluster = 0; cluster < k; cluster++) {
      const cosine = dotProduct(vector, at(centroids, dimensions, cluster))
      if (cosine > highest) {
        highest = cosine
        best = cluster
      }
    }
    if (clusters[row] !== best) moved++
    clusters[row] = best
    cosines[row] = highest
  }
  return moved
}

function centre(vectors: Float32Array, dimensions: number, centroids: Float32Array, clusters: Uint32Array, cosines: Float64Array): void {
  centroids.fill(0)
  const sizes = new Uint32Array(centroids.length / dimensions)
  clusters.forEach((cluster, row) => {
    sizes[cluster]!++
    for (let i = 0; i < dimensions; i++) centroids[cluster * dimensions + i]! += vectors[row * dimensions + i]!
  })
  sizes.forEach((size, cluster) => {
    if (size > 0) return
    const worst = cosines.indexOf(Math.min(...cosines))
    cosines[worst] = 1
    centroids.set(at(vectors, dimensions, worst), cluster * dimensions)
  })
  normalize(centroids, dimensions)
}
