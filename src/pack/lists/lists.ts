import type { PagekinError } from '../../errors.js'
import type { ItemId } from '../../types.js'
import { dotProduct, normalize } from '../../vectors/normalize.js'
import { bucketOf, idHash, isTitle, MARK_SHIFT, termKey } from '../buckets.js'
import type { Pack } from '../open-pack.js'
import { type Cards, readCards } from './cards-file.js'
import { type ListFile, unpackList } from './list-file.js'
import { centroidsOf, type ListsIndex, readIndex } from './lists-manifest.js'

export interface ListsOptions {
  /** Lists fetched at random beside those of a question, so that the host knows less of it. */
  readonly padding: number
  /** Files that can be read without the network. */
  kept(): Promise<ReadonlySet<string>>
  /** A file could not be read. The question goes on without it. */
  onFail(thrown: unknown): void
  readonly random: () => number
}

/** What is near a question. */
export interface NearQuestion {
  /** Of all dimensions of the encoder. */
  readonly vector: Float32Array
  /** As items are compared: from the mean. A text is not. */
  readonly centred: boolean
  /** The cards of so many items, where there are so many, */
  readonly count: number
  /** in so many files at most, */
  readonly files: number
  /** from so many lists at most (default 32), */
  readonly lists?: number
  /** so many at a time. Default 8. */
  readonly atOnce?: number
}

interface Found {
  readonly list: number
  readonly row: number
  readonly score: number
}

const AT_ONCE = 8
const MOST_LISTS = 32
const NEAREST = 10

/** The lists of a pack, fetched as questions need them. What a question needed is there for the next. */
export class Lists {
  readonly index: ListsIndex
  readonly #pack: Pack
  readonly #options: ListsOptions
  readonly #centroids: Float32Array
  readonly #files = { lists: new Map<number, Promise<ListFile | undefined>>(), heads: new Map<number, Promise<ListFile | undefined>>() }
  readonly #given = new Set<string>()
  /** Files of earlier visits. */
  #keptBefore: Promise<ReadonlySet<string>> | undefined
  /** Lists that are here. */
  read = 0
  /** Names of lists and heads that could not be read when they were last asked for. */
  readonly failed = new Set<string>()

  private constructor(pack: Pack, index: ListsIndex, options: ListsOptions) {
    this.index = index
    this.#centroids = centroidsOf(this.index)
    this.#pack = pack
    this.#options = options
  }

  /** Reads centroids and names. @throws PagekinError `pack-invalid`. */
  static async open(pack: Pack, options: ListsOptions): Promise<Lists> {
    return new Lists(pack, await readIndex(pack), options)
  }

  /** Cards near a vector that were not given before: those of the nearest rows, in the lists that may hold them. */
  async near({ vector, centred, count, files: most, lists = MOST_LISTS, atOnce = AT_ONCE }: NearQuestion): Promise<Cards[]> {
    const { dimensions, margin, mean } = this.index
    const from = centred ? vector.map((value, j) => value - mean[j]!) : vector
    let order = this.#order(normalize(from.slice(0, dimensions)))
    let found: Found[] = []
    let read = 0
    for (let next = 0; next < order.length && read < lists; ) {
      const batch = order.slice(next, next + Math.min(atOnce, lists - read))
      next += batch.length
      const files = await Promise.all(batch.map(({ list }) => this.#list(list)))
      this.#pad(batch.length)
      files.forEach((file, i) => {
        if (file) found.push(...nearestRows(file, batch[i]!.list, from, centred, count))
      })
      found = found.sort((a, b) => b.score - a.score).slice(0, count)
      const came = files.filter((file) => file !== undefined).length
      read += came
      const last = found[Math.min(NEAREST, count) - 1]
      if (last && (order[next]?.score ?? Number.NEGATIVE_INFINITY) + margin < last.score) break
      if (came === 0) {
        order = await this.#orderHere(order.slice(next))
        next = 0
      }
    }
    return this.#cards(found, most)
  }

  /** The cards of these items, and their neighbours in the file, unless they were given before. Unknown ids give nothing. */
  async ofIds(ids: readonly ItemId[]): Promise<Cards[]> {
    const entries = await Promise.all(ids.map(async (id) => ({ id, at: await this.#entry('ids', id) })))
    const found = entries.flatMap(({ id, at }) => {
      const [list, of] = Array.isArray(at) ? at : [at, id]
      return typeof list === 'number' && typeof of === 'string' ? [{ list, hash: idHash(of) }] : []
    })
    return this.#cardsOf(found, 0)
  }

  /** Cards of the items that have these words, rare words first. A word that too many items have counts by those with the shortest text. */
  async ofTerms(terms: readonly string[], count: number): Promise<{ readonly cards: Cards[]; readonly hasTitle: boolean }> {
    const scores = new Map<string, { readonly list: number; readonly hash: number; score: number }>()
    let hasTitle = false
    const entries = await Promise.all(terms.map(async (term) => ({ term, entry: await this.#entry('terms', termKey(term)) })))
    for (const { term, entry } of entries) {
      if (!Array.isArray(entry)) continue
      hasTitle ||= isTitle(term)
      const [items, ...places] = entry as number[]
      const weight = Math.log1p(this.#pack.manifest.rows / items!)
      for (let i = 0; i < places.length; i += 2) {
        const [list, hash] = [places[i]!, places[i + 1]!]
        const key = `${list} ${hash}`
        const known = scores.get(key)
        if (known) known.score += weight
        else scores.set(key, { list, hash, score: weight })
      }
    }
    const best = [...scores.values()].sort((a, b) => b.score - a.score).slice(0, count)
    return { cards: await this.#cardsOf(best, MARK_SHIFT), hasTitle }
  }

  /** Cards from so many lists, as different as can be: for a visitor of whom nothing is known. */
  async varied(count: number): Promise<Cards[]> {
    const step = Math.max(1, Math.floor(this.index.lists.length / count))
    const lists = this.index.lists.flatMap((name, list) => (name && list % step === 0 ? [list] : [])).slice(0, count)
    await Promise.all(lists.map((list) => this.#head(list)))
    return this.#cards(lists.map((list) => ({ list, row: 0 })))
  }

  #order(direction: Float32Array): { readonly list: number; readonly score: number }[] {
    const { dimensions, lists } = this.index
    return lists
      .flatMap((name, list) => (name ? [{ list, score: dotProduct(direction, this.#centroids.subarray(list * dimensions)) }] : []))
      .sort((a, b) => b.score - a.score)
  }

  /** Without a network: lists that are kept. */
  async #orderHere<T extends { readonly list: number }>(order: readonly T[]): Promise<T[]> {
    const kept = await this.#options.kept()
    return order.filter(({ list }) => kept.has(this.index.lists[list]!))
  }

  #pad(count: number): void {
    const { padding, random } = this.#options
    const { lists } = this.index
    if (count === 0) return
    for (let i = 0; i < padding; i++) void this.#list(Math.floor(random() * lists.length))
  }

  #list(list: number): Promise<ListFile | undefined> {
    return this.#file('lists', list)
  }

  /** Tells where the items of a list are; the list does, too, if it is here, or kept by an earlier visit that read no head. */
  async #head(list: number): Promise<ListFile | undefined> {
    const here = await this.#files.lists.get(list)
    if (here) return here
    this.#keptBefore ??= this.#options.kept()
    const kept = await this.#keptBefore
    const { heads, lists } = this.index
    return this.#file(kept.has(lists[list]!) && !kept.has(heads[list]!) ? 'lists' : 'heads', list)
  }

  #file(part: 'lists' | 'heads', list: number): Promise<ListFile | undefined> {
    const name = this.index[part][list]
    const files = this.#files[part]
    const known = files.get(list)
    if (known || !name) return known ?? Promise.resolve(undefined)
    const coming = this.#pack.bytes(part, name).then((bytes) => {
      const file = unpackList(bytes)
      if (part === 'lists') this.read++
      this.failed.delete(name)
      return file
    })
    const file = coming.catch((thrown: PagekinError) => {
      files.delete(list)
      this.failed.add(name)
      this.#options.onFail(thrown)
      return undefined
    })
    files.set(list, file)
    return file
  }

  /** @param shift How many bits of the hashes are not told. */
  async #cardsOf(found: readonly { readonly list: number; readonly hash: number }[], shift: number): Promise<Cards[]> {
    const files = await Promise.all(found.map(({ list }) => this.#head(list)))
    return this.#cards(
      found.flatMap(({ list, hash }, i) => {
        const ids = files[i]?.ids ?? new Uint32Array()
        return [...ids.keys()].flatMap((row) => (ids[row]! >>> shift === hash ? [{ list, row }] : []))
      }),
    )
  }

  /** The files of cards that hold these rows; a list that could not be read has none. */
  async #cards(rows: readonly Pick<Found, 'list' | 'row'>[], most = Number.POSITIVE_INFINITY): Promise<Cards[]> {
    const names = new Set<string>()
    for (const { list, row } of rows) {
      if (names.size >= most) break
      const own = await this.#head(list)
      if (!own) continue
      const { cards, counts } = own
      let file = 0
      for (let end = counts[0]!; row >= end; end += counts[++file]!) void 0
      names.add(cards[file]!)
    }
    const wanted = [...names].filter((name) => !this.#given.has(name))
    for (const name of wanted) this.#given.add(name)
    const files = await Promise.all(
      wanted.map(async (name) => {
        try {
          return readCards(await this.#pack.json('cards', name), this.#pack.manifest.encoder!.dimensions)
        } catch (thrown) {
          this.#given.delete(name)
          this.#options.onFail(thrown)
          return undefined
        }
      }),
    )
    return files.filter((file) => file !== undefined)
  }

  async #entry(part: 'ids' | 'terms', key: string): Promise<unknown> {
    const names = this.index[part]
    const name = names[bucketOf(key, names.length)]
    if (!name) return undefined
    try {
      const file = (await this.#pack.json(part, name)) as readonly (readonly [string, unknown])[]
      return file.find(([of]) => of === key)?.[1]
    } catch (thrown) {
      this.#options.onFail(thrown)
      return undefined
    }
  }
}

/** The best rows of a list. For an item by their direction from the mean, for a text by their inner product. */
function nearestRows(
  { dimensions, codes, scales }: ListFile,
  list: number,
  vector: Float32Array,
  centred: boolean,
  count: number,
): Found[] {
  const found: Found[] = []
  const direction = normalize(vector.slice(0, dimensions))
  scales.forEach((scale, row) => {
    let sum = 0
    let squares = 0
    const start = row * dimensions
    for (let j = 0; j < direction.length; j++) {
      const code = codes[start + j]!
      sum += code * direction[j]!
      squares += code * code
    }
    found.push({ list, row, score: centred ? sum / Math.sqrt(squares || 1) : sum * scale })
  })
  return found.sort((a, b) => b.score - a.score).slice(0, count)
}
