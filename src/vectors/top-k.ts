/** Rows and their scores, best first; a tie goes to the lower row. */
export interface Hits {
  readonly rows: Uint32Array
  readonly scores: Float32Array
  readonly length: number
}

/**
 * Keeps the best k of any number of offered hits, in a binary heap whose root is the worst hit kept: O(log k) an offer. The two arrays are
 * the heap, and their length is k, so that it can live in a kernel's memory. The order of the offers does not matter: a tie goes to the
 * lower row, and NaN is never kept.
 */
export class TopK {
  readonly #scores: Float32Array
  readonly #rows: Uint32Array
  #size = 0

  constructor(scores: Float32Array, rows: Uint32Array) {
    this.#scores = scores
    this.#rows = rows
  }

  /** A heap for k hits in arrays of its own. */
  static of(k: number): TopK {
    return new TopK(new Float32Array(k), new Uint32Array(k))
  }

  /** Number of hits kept. */
  get size(): number {
    return this.#size
  }

  /** Offers one hit; `score` is rounded to float32 before it is compared. */
  offer(row: number, score: number): void {
    const rounded = Math.fround(score)
    if (Number.isNaN(rounded)) return
    if (this.#size < this.#rows.length) this.#siftUp(this.#size++, rounded, row)
    else if (this.#size > 0 && isWorse(this.#scores[0]!, this.#rows[0]!, rounded, row)) this.#siftDown(this.#size, rounded, row)
  }

  /** Empties the heap and returns its hits, best first. */
  drain(): Hits {
    const length = this.#size
    const rows = new Uint32Array(length)
    const scores = new Float32Array(length)
    for (let last = length - 1; last >= 0; last--) {
      rows[last] = this.#rows[0]!
      scores[last] = this.#scores[0]!
      this.#siftDown(last, this.#scores[last]!, this.#rows[last]!)
    }
    this.#size = 0
    return { rows, scores, length }
  }

  #siftUp(free: number, score: number, row: number): void {
    const scores = this.#scores
    const rows = this.#rows
    let at = free
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isWorse(score, row, scores[parent]!, rows[parent]!)) break
      scores[at] = scores[parent]!
      rows[at] = rows[parent]!
      at = parent
    }
    scores[at] = score
    rows[at] = row
  }

  #siftDown(size: number, score: number, row: number): void {
    const scores = this.#scores
    const rows = this.#rows
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && isWorse(scores[child + 1]!, rows[child + 1]!, scores[child]!, rows[child]!)) child++
      if (!isWorse(scores[child]!, rows[child]!, score, row)) break
      scores[at] = scores[child]!
      rows[at] = rows[child]!
      at = child
    }
    scores[at] = score
    rows[at] = row
  }
}

/** The best k rows of an array of scores that `mask` (1 = allowed) allows; fewer if it allows fewer. NaN scores never enter. */
export function topK(scores: Float32Array, k: number, mask?: Uint8Array): Hits {
  const best = TopK.of(Math.min(k, scores.length))
  for (let row = 0; row < scores.length; row++) {
    if (mask && !mask[row]) continue
    best.offer(row, scores[row]!)
  }
  return best.drain()
}

function isWorse(scoreA: number, rowA: number, scoreB: number, rowB: number): boolean {
  return scoreA < scoreB || (scoreA === scoreB && rowA > rowB)
}
