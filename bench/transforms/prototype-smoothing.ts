import { normalize } from '../../src/vectors/normalize.js'
import { kMeans } from './k-means.js'

export interface PrototypeSmoothingOptions {
  /** How many groups. Default the root of how many items there are. */
  readonly prototypes?: number
  /** What its prototype counts for an item that nobody met. Default 0.3. */
  readonly weight?: number
  /** An item in so many sequences takes half of that. Default 5. */
  readonly halfKnown?: number
}

/**
 * Vectors of items, those that few met with something of their group:
 *
 *     x_i <- norm( x_i + weight * kappa / (n_i + kappa) * c_i )      c_i the centroid (spherical k-means) that is nearest to x_i
 *
 * Source: the semantic neighbours of NCL (Lin et al., "Improving graph collaborative filtering with neighborhood-enriched contrastive
 * learning", WWW 2022, section 3.2), which are prototypes by k-means that its training draws items to; here they are added, and nothing
 * is trained.
 *
 * @param vectors items x dimensions, row-major, unit length. @param met How many sequences have each item.
 */
export function prototypeSmoothing(
  vectors: Float32Array,
  dimensions: number,
  met: ArrayLike<number>,
  options: PrototypeSmoothingOptions = {},
): Float32Array {
  const { prototypes = Math.round(Math.sqrt(met.length)), weight = 0.3, halfKnown = 5 } = options
  const { clusters, centroids } = kMeans(vectors, dimensions, prototypes)
  const smoothed = vectors.map((value, at) => {
    const row = Math.floor(at / dimensions)
    const share = (weight * halfKnown) / (met[row]! + halfKnown)
    return value + share * centroids[clusters[row]! * dimensions + (at % dimensions)]!
  })
  return normalize(smoothed, dimensions)
}
