import { PagekinError, throwIfAborted } from '../errors.js'
import { clausesOf } from '../ranking/queries/clauses.js'
import type { Explanation, Interaction, ItemId, Recommendation } from '../types.js'
import { topK } from '../vectors/top-k.js'
import type { AnswerContext, Request } from './answers/context.js'
import { evidenceOf, onlyAnswer, requestFor } from './answers/explain.js'
import { forYou } from './answers/for-you.js'
import { type ClauseVector, search } from './answers/search.js'
import { similar } from './answers/similar.js'
import type { EncoderClient } from './encoder-client.js'
import type { ExplainRequest } from './protocol.js'
import { QueryVectors } from './query-vectors.js'
import type { VectorKeeper } from './vector-keeper.js'

export interface AnswererParts {
  readonly encoder: EncoderClient
  readonly vectors: VectorKeeper
  /** False where no encoder may be loaded. */
  readonly mayEncode: boolean
  /** Everything that answers are made from, as it is now. */
  context(): AnswerContext
  /** An answer was made, in so many milliseconds. */
  onAnswer(tookMs: number): void
  /** A search that was answered by words has a better answer now. */
  onLate(): void
}

/** Lexical candidates of an item that are embedded right after it. */
const NEAR_CANDIDATES = 32

/** A search ready to be answered. */
interface Wishes {
  readonly text: string
  readonly vector: Float32Array | null
  readonly request: Request
  readonly clauses: readonly ClauseVector[]
}

/** Answers what the engine is asked, and has embedded next what somebody waits for. */
export class Answerer {
  readonly #parts: AnswererParts
  readonly #queries: QueryVectors

  constructor(parts: AnswererParts) {
    this.#parts = parts
    this.#queries = new QueryVectors(parts.encoder, parts.onLate)
  }

  async similar(ids: readonly ItemId[], request: Request): Promise<Recommendation[]> {
    this.await(ids)
    return this.#answer((context) => similar(ids, request, context))
  }

  /** @param interactions Oldest first. */
  async forYou(request: Request & { readonly context?: ItemId }, interactions: readonly Interaction[]): Promise<Recommendation[]> {
    this.await([...interactions.slice(-5).map(({ id }) => id), ...(request.context === undefined ? [] : [request.context])])
    return this.#answer((context) => forYou(request, { ...context, interactions }))
  }

  async search(text: string, request: Request, signal?: AbortSignal): Promise<Recommendation[]> {
    const wishes = await this.#wishes(text, request, signal)
    throwIfAborted(signal, 'search')
    return this.#answer((context) => search(wishes.text, wishes.vector, wishes.request, context, wishes.clauses))
  }

  /** Why this item: as an answer to words, to items, or to this visitor's history. @throws PagekinError `item-unknown`, `usage`. */
  async explain(id: ItemId, { query, similarTo }: Omit<ExplainRequest, 'callId'>, signal?: AbortSignal): Promise<Explanation> {
    const { rows, interactions } = this.#parts.context()
    if (rows.rowOf(id) === undefined) {
      throw new PagekinError('item-unknown', `explain: received the id "${id.slice(0, 100)}", expected one of the catalog`)
    }
    const request = requestFor(id)
    if (similarTo) return onlyAnswer(id, await this.similar(similarTo, request))
    if (query === undefined) return onlyAnswer(id, await this.forYou(request, interactions))
    // not worth waiting for a model: words explain, too
    const wishes = await this.#wishes(query, { ...request, complete: false }, signal)
    const answer = onlyAnswer(
      id,
      this.#answer((context) => search(wishes.text, wishes.vector, request, context, wishes.clauses)),
    )
    const evidence = await evidenceOf(answer.item, wishes.text, wishes.vector, this.#parts.context(), this.#parts.encoder)
    return { ...answer, ...(evidence !== undefined && { evidence }) }
  }

  /** Somebody waits for these items: they and what their words resemble are embedded next. */
  await(ids: readonly ItemId[]): void {
    const { vectors, context } = this.#parts
    if (!vectors.incomplete) return
    vectors.retry()
    const { rows, words } = context()
    const seeds = ids.map((id) => rows.rowOf(id)).filter((row) => row !== undefined)
    const near = seeds.flatMap((row) => {
      const scores = new Float32Array(rows.size)
      words.scoresInto(words.itemQueryTerms(row), scores)
      return [...topK(scores, NEAR_CANDIDATES).rows]
    })
    vectors.queue.prioritise([...seeds, ...near])
  }

  /** Forgets the vectors of what was searched for. */
  clear(): void {
    this.#queries.clear()
  }

  #answer(make: (context: AnswerContext) => Recommendation[]): Recommendation[] {
    const begun = performance.now()
    const answer = make(this.#parts.context())
    this.#parts.onAnswer(performance.now() - begun)
    return answer
  }

  /** A text as it is searched for: where it lists wishes, each by itself, and a price as a filter. */
  async #wishes(text: string, request: Request, signal?: AbortSignal): Promise<Wishes> {
    const listed = clausesOf(text)
    // a catalog without prices cannot be filtered by one: there the text is searched for as it is
    const price = listed?.price && this.#parts.context().rows.items.some((item) => item?.price) ? listed.price : undefined
    if (!listed || (listed.price && !price)) {
      return { text, vector: await this.#queryVector(text, signal, request.complete), request, clauses: [] }
    }
    const wanted = listed.clauses.filter(({ negated }) => !negated)
    const whole = wanted.map((clause) => clause.text).join(', ')
    const vectors = await Promise.all(
      [whole, ...listed.clauses.map((clause) => clause.text)].map((one) => this.#queryVector(one, signal, request.complete)),
    )
    const { where } = request
    const filter = price && (where ? { all: [where, { price }] } : { price })
    return {
      text: whole,
      vector: vectors[0]!,
      request: filter ? { ...request, where: filter } : request,
      clauses: listed.clauses.map((clause, i) => ({ ...clause, vector: vectors[i + 1]! })),
    }
  }

  /** Null where there is no encoder, or none in time; `complete`: however long it takes. */
  async #queryVector(text: string, signal: AbortSignal | undefined, complete = false): Promise<Float32Array | null> {
    if (this.#parts.vectors.vectors === null || !this.#parts.mayEncode) return null
    return complete ? this.#queries.wait(text, signal) : this.#queries.get(text, signal)
  }
}
