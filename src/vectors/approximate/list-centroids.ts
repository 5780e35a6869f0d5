import type { Kernel } from '../kernel/kernel.js'
import { normalize } from '../normalize.js'
import { mulberry32 } from '../random.js'
import { sampleRows } from '../statistics.js'
import { NearestCentroid } from './nearest-centroid.js'

export interface ListCentroidsOptions {
  readonly clusters: number
  readonly seed: number
  /** Default 6 (docs/measurements.md#approximate-indexes). */
  readonly iterations?: number
  readonly kernel: Kernel
}

/**
 * Spherical k-means (Dhillon and Modha, 2001) for thousands of clusters, in int8 and a few iterations. Takes unit vectors, row-major.
 * Returns centroids of unit length, row-major: as many as asked for, or as there are vectors. The first are a seeded draw. A cluster that
 * loses all its vectors gets one of the largest cluster.
 */
export function listCentroids(vectors: Float32Array, dimensions: number, options: ListCentroidsOptions): Float32Array {
  const rows = vectors.length / dimensions
  const clusters = Math.min(options.clusters, rows)
  const vectorAt = (row: number) => vectors.subarray(row * dimensions, (row + 1) * dimensions)
  const centroids = new Float32Array(clusters * dimensions)
  sampleRows(rows, { size: clusters, seed: options.seed }).forEach((row, cluster) => {
    centroids.set(vectorAt(row), cluster * dimensions)
  })
  const random = mulberry32(options.seed)
  for (let iteration = 0; iteration < (options.iterations ?? 6); iteration++) {
    const found = new NearestCentroid(options.kernel, dimensions, centroids).find(rows, (row, out) => out.set(vectorAt(row)))
    const members: number[][] = Array.from({ length: clusters }, () => [])
    found.forEach((cluster, row) => {
      members[cluster]!.push(row)
    })
    fillEmpty(members, random)
    members.forEach((own, cluster) => {
      const sum = centroids.subarray(cluster * dimensions, (cluster + 1) * dimensions).fill(0)
      for (const row of own) {
        const vector = vectorAt(row)
        for (let j = 0; j < dimensions; j++) sum[j]! += vector[j]!
      }
    })
    normalize(centroids, dimensions)
  }
  return centroids
}

function fillEmpty(members: number[][], random: () => number): void {
  for (const own of members) {
    if (own.length > 0) continue
    const largest = members.reduce((most, other) => (other.length > most.length ? other : most))
    own.push(...largest.splice(Math.floor(random() * largest.length), 1))
  }
}
