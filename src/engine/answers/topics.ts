import type { Item } from '../../types.js'
import { mulberry32 } from '../../vectors/random.js'
import { phrasesOf } from './tags.js'

/** Items that are about the same. */
export interface Topic {
  /** Topics that share a prefix are parts of one: `2.5` is the fifth part of `2`. The same for the same catalog. */
  readonly id: string
  /** The phrases that tell it from its siblings. */
  readonly name: string
  /** Ids of its items, the most typical first. */
  readonly items: readonly string[]
  readonly children: readonly Topic[]
}

const DIMENSIONS = 256
const LEVELS = 2
const MOST_PARTS = 12
const LEAST_ITEMS = 5
const ROUNDS = 20
const NAME_PHRASES = 3

/**
 * A tree of topics: spherical k-means over the items' phrases, again within each part; named by the phrases that tell a part from its
 * siblings.
 *
 * Source: Grootendorst, BERTopic (2022), class-based TF-IDF.
 */
export function topicsOf(items: readonly Item[]): Topic[] {
  const phrases = items.map(phrasesOf)
  const itemsWith = new Map<string, number>()
  for (const own of phrases) for (const phrase of own.keys()) itemsWith.set(phrase, (itemsWith.get(phrase) ?? 0) + 1)
  const vectors = phrases.map((own) => vectorOf(own.keys(), itemsWith, items.length))

  const split = (rows: readonly number[], prefix: string, level: number): Topic[] => {
    const parts = partsOf(rows, vectors, Math.min(MOST_PARTS, Math.floor(Math.sqrt(rows.length / 2))))
    if (parts.length < 2) return []
    const counts = parts.map((part) => countsOf(part, phrases))
    return parts.map((part, at) => {
      const id = `${prefix}${at + 1}`
      return {
        id,
        name: nameOf(at, counts, parts, phrases),
        items: part.map((row) => items[row]!.id),
        children: level < LEVELS ? split(part, `${id}.`, level + 1) : [],
      }
    })
  }
  return split([...items.keys()], '', 1)
}

/** Phrases that two items or more share, each by its rarity, at two places of random sign; of length 1. */
function vectorOf(phrases: Iterable<string>, itemsWith: ReadonlyMap<string, number>, total: number): Float32Array {
  const vector = new Float32Array(DIMENSIONS)
  for (const phrase of phrases) {
    const shared = itemsWith.get(phrase)!
    if (shared < 2) continue
    const random = mulberry32(hashOf(phrase))
    for (let place = 0; place < 2; place++) {
      vector[Math.floor(random() * DIMENSIONS)]! += (random() < 0.5 ? -1 : 1) * Math.log(total / shared)
    }
  }
  return normalised(vector)
}

/** The largest first, each with its most typical row first. */
function partsOf(rows: readonly number[], vectors: readonly Float32Array[], wanted: number): number[][] {
  if (wanted < 2) return []
  const random = mulberry32(rows.length)
  // k-means++: the next centre by its distance to the nearest so far
  const centres = [vectors[rows[Math.floor(random() * rows.length)]!]!]
  const far = rows.map(() => Infinity)
  while (centres.length < wanted) {
    let total = 0
    rows.forEach((row, at) => {
      far[at] = Math.min(far[at]!, Math.max(0, 1 - dot(vectors[row]!, centres.at(-1)!)))
      total += far[at]!
    })
    let left = random() * total
    const next = far.findIndex((distance) => {
      left -= distance
      return left < 0
    })
    if (next < 0) break
    centres.push(vectors[rows[next]!]!)
  }
  let parts: number[][] = []
  for (let round = 0; round < ROUNDS; round++) {
    parts = centres.map(() => [])
    for (const row of rows) parts[nearest(vectors[row]!, centres)]!.push(row)
    parts.forEach((part, at) => {
      if (part.length === 0) return
      const centre = new Float32Array(DIMENSIONS)
      for (const row of part) for (let i = 0; i < DIMENSIONS; i++) centre[i]! += vectors[row]![i]!
      centres[at] = normalised(centre)
    })
  }
  // what is too small to be a topic joins the nearest that is not
  const kept = [...parts.keys()].filter((at) => parts[at]!.length >= LEAST_ITEMS)
  if (kept.length < 2) return []
  const keptCentres = kept.map((at) => centres[at]!)
  const found: { row: number; near: number }[][] = kept.map(() => [])
  for (const row of rows) {
    const at = nearest(vectors[row]!, keptCentres)
    found[at]!.push({ row, near: dot(vectors[row]!, keptCentres[at]!) })
  }
  return found
    .sort((a, b) => b.length - a.length)
    .map((part) => part.sort((a, b) => b.near - a.near || a.row - b.row).map(({ row }) => row))
}

function countsOf(part: readonly number[], phrases: readonly ReadonlyMap<string, string>[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const row of part) for (const phrase of phrases[row]!.keys()) counts.set(phrase, (counts.get(phrase) ?? 0) + 1)
  return counts
}

/** share in the part times ln(share in the part / share in all parts): frequent here, rare beside. */
function nameOf(
  at: number,
  counts: readonly ReadonlyMap<string, number>[],
  parts: readonly (readonly number[])[],
  phrases: readonly ReadonlyMap<string, string>[],
): string {
  const total = parts.reduce((sum, part) => sum + part.length, 0)
  const scored = Array.from(counts[at]!, ([phrase, count]) => {
    const share = count / parts[at]!.length
    const all = counts.reduce((sum, of) => sum + (of.get(phrase) ?? 0), 0) / total
    return { phrase, score: share * Math.log(share / all) }
  }).sort((a, b) => b.score - a.score || b.phrase.length - a.phrase.length || (a.phrase < b.phrase ? -1 : 1))
  const best: string[] = []
  for (const { phrase } of scored) {
    if (best.length === NAME_PHRASES) break
    if (!best.some((other) => ` ${other} `.includes(` ${phrase} `) || ` ${phrase} `.includes(` ${other} `))) best.push(phrase)
  }
  return best.map((phrase) => phrases[parts[at]!.find((row) => phrases[row]!.has(phrase))!]!.get(phrase)).join(', ')
}

function nearest(vector: Float32Array, centres: readonly Float32Array[]): number {
  let best = 0
  let most = -Infinity
  centres.forEach((centre, at) => {
    const near = dot(vector, centre)
    if (near > most) {
      most = near
      best = at
    }
  })
  return best
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function normalised(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector))
  return length > 0 ? vector.map((value) => value / length) : vector
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
