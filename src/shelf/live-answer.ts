import { PagekinError } from '../errors.js'
import { type Ahead, aheadOf } from '../page/ahead.js'
import { newRecommendationId } from '../page/recommendation-id.js'
import { acquireRecommender, type CreateRecommender, type RecommenderLease } from '../page/shared-recommenders.js'
import type { ItemId, Recommendation, Recommendations, Recommender } from '../types.js'
import { type Answer, NO_ANSWER, type Source } from './answer.js'
import { firstShelf } from './first-shelf.js'
import { askable, type Mode, type ShelfQuestion } from './question.js'
import type { Sight } from './stable-shelf.js'

/** The shortest time between two answers to the same question: while a catalog is embedded its revision rises often. */
const REQUERY_GAP_MS = 1000
/** A recommender waits so long for the first shelf of a pack, so that nothing is fetched beside its files. */
const FIRST_SHELF_MS = 2000

/** The last view noted, so that two shelves about one item note it once. */
const lastView = new WeakMap<Recommender, ItemId>()

/** The answers that a recommender gives on this page, in the order in which they began. */
const onPage = new WeakMap<Recommender, Set<LiveAnswer>>()
/** Answers that leave out what is shown already. Others are told as they are: what was met, bought, linked or asked for. */
const givesWay = ({ mode, recommendations }: Pick<Answer, 'mode' | 'recommendations'>): boolean =>
  mode === 'popular' ||
  // what goes with an item by texts alone has no reason of that kind
  (/similar|for-you|goes-with/.test(mode!) && !haveReason(recommendations, mode!))

/**
 * One question, kept answered: asks a recommender, asks again when its answers may have changed, drops what comes too
 * late. Shape of `useSyncExternalStore`: `subscribe` and `getSnapshot` are bound, a snapshot keeps its identity until
 * something changes. Failures are part of the snapshot; nothing is thrown.
 */
export class LiveAnswer {
  /** What the visitor sees of the shelf that draws it: those cards stay, whatever is answered. */
  sight?: () => Sight | undefined
  #snapshot = NO_ANSWER
  #question: ShelfQuestion | undefined
  /** Where an answer may be had until the recommender is there. */
  #ahead: Ahead | Promise<Ahead> | undefined
  #showing: Promise<void> = Promise.resolve()
  #lease: RecommenderLease | undefined
  /** What could not be started. */
  #failed: Source | undefined
  #recommender: Recommender | undefined
  #unsubscribe: (() => void) | undefined
  #pending: AbortController | undefined
  /** The latest call, until its answer is published. */
  #running: Promise<void> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Revision of the recommender when it was asked last; -1 asks anew. */
  #askedRevision = -1
  #askedAt = 0
  readonly #listeners = new Set<() => void>()
  readonly #create: CreateRecommender

  constructor(create: CreateRecommender) {
    this.#create = create
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getSnapshot = (): Answer => this.#snapshot

  /** The recommender in use, once it is there. */
  get recommender(): Recommender | undefined {
    return this.#unsubscribe && this.#recommender
  }

  /** Starts answering from `source`. The mirror of `disconnect`; the same source again goes on where it was. */
  connect(source: Source): void {
    this.disconnect()
    const lease = source.recommender
      ? { ready: Promise.resolve(source.recommender), release: () => undefined }
      : acquireRecommender(source.options, source.options.pack === undefined ? this.#create : this.#createLater)
    this.#lease = lease
    const unknown = source.recommender ? undefined : { options: source.options, kept: undefined }
    this.#ahead = aheadOf(source.recommender ?? lease.ready) ?? unknown
    lease.ready.then(
      (recommender) => this.#lease === lease && this.#attach(recommender),
      // where no engine starts, a pack may still have an answer
      (thrown) =>
        this.#showing.then(() => {
          if (this.#lease !== lease) return
          this.#failed = source
          this.#fail(thrown)
        }),
    )
    this.#showing = this.#showNeighbours()
  }

  readonly #createLater: CreateRecommender = async (options) => {
    // `ask` comes right after `connect`
    await undefined
    await Promise.race([this.#showing, wait(FIRST_SHELF_MS)])
    // it is drawn in this task
    await wait(0)
    return this.#create(options)
  }

  disconnect(): void {
    // a call that is under way is made again by the next `connect`
    if (this.#pending) this.#askedRevision = -1
    this.#pending?.abort()
    this.#pending = undefined
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#unsubscribe?.()
    this.#unsubscribe = undefined
    onPage.get(this.#recommender!)?.delete(this)
    this.#lease?.release()
    this.#lease = undefined
    this.#failed = undefined
  }

  /**
   * Replaces the question; `keep` leaves the shown answer until the new one is there, as an improvement of it.
   *
   * @param early What is shown until the first answer, which then improves it.
   */
  ask(wanted: ShelfQuestion, keep = false, early?: readonly Recommendation[]): void {
    const question = askable(wanted)
    const key = JSON.stringify(wanted)
    if (key === this.#snapshot.key) return
    this.#question = question
    this.#askedRevision = -1
    const { generation } = this.#snapshot
    if (keep) this.#publish({ key })
    else {
      const status = !question ? 'idle' : early ? 'ready' : 'loading'
      this.#publish({
        status,
        key,
        recommendations: (question && early) ?? [],
        mode: undefined,
        level: 'none',
        sure: undefined,
        understood: [],
        steps: [],
        withdrawn: [],
        error: undefined,
        ...newList(generation),
      })
    }
    this.#noteView()
    this.#run()
    this.#showing = this.#showNeighbours()
  }

  /** Asks again, of a new recommender where none could be started; the answer replaces the one before. */
  refresh(): void {
    this.#publish(newList(this.#snapshot.generation))
    if (this.#failed) this.connect(this.#failed)
    else this.#run()
  }

  #attach(recommender: Recommender): void {
    if (recommender !== this.#recommender) {
      if (this.#recommender) this.#publish(newList(this.#snapshot.generation))
      this.#recommender = recommender
      this.#askedRevision = -1
    }
    this.#unsubscribe = recommender.subscribe(this.#onState)
    onPage.set(recommender, (onPage.get(recommender) ?? new Set()).add(this))
    this.#noteView()
    this.#onState()
  }

  readonly #onState = (): void => {
    const state = this.#recommender?.getState()
    if (state !== this.#snapshot.state) this.#publish({ state })
    this.#follow()
  }

  /** Asks again when the recommender has moved on since the last question. */
  #follow(): void {
    const state = this.#recommender?.getState()
    if (!state || !this.#unsubscribe || state.phase === 'disposed' || state.revision === this.#askedRevision) return
    if (this.#pending || this.#timer !== undefined) return
    const first = this.#askedRevision < 0
    const wait = first ? 0 : Math.max(0, this.#askedAt + REQUERY_GAP_MS - performance.now())
    if (wait === 0) this.#run()
    else this.#timer = setTimeout(() => this.#run(), wait)
  }

  #run(): void {
    this.#running = this.#answer()
  }

  async #answer(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#pending?.abort()
    this.#pending = undefined
    const recommender = this.recommender
    if (!recommender || !this.#question) return
    const call = new AbortController()
    this.#pending = call
    this.#askedRevision = recommender.getState().revision
    this.#askedAt = performance.now()
    try {
      const { recommendations, mode, sure, understood, steps, error } = await this.#putBeside(recommender, this.#question, call.signal)
      const withdrawn = await this.#withdrawnBy(recommender, recommendations, mode, call.signal)
      if (this.#pending !== call) return
      this.#pending = undefined
      const state = recommender.getState()
      const tookMs = performance.now() - this.#askedAt
      const status = recommendations.length > 0 ? 'ready' : 'empty'
      this.#publish({ status, recommendations, mode, sure, understood, steps, withdrawn, level: state.level, error, state, tookMs })
      for (const other of this.#others(true)) {
        if (givesWay(other.#snapshot) && other.#cards().some((id) => this.#cards().includes(id))) other.#run()
      }
    } catch (thrown) {
      if (this.#pending !== call) return
      this.#pending = undefined
      this.#fail(thrown)
    }
    this.#follow()
  }

  /** Items that no other shelf of the page showed before, if there are enough of them, and what the site pinned. */
  async #putBeside(recommender: Recommender, question: ShelfQuestion, signal: AbortSignal): Promise<Put> {
    const { exclude = [] } = question
    const found = await putFirst(recommender, question, signal)
    if (!givesWay(found)) return found
    // a card that is seen stays, so the first answers come in the order of the shelves
    await Promise.all(this.#others(false).map((other) => other.#snapshot.status === 'loading' && other.#running))
    const taken = this.#taken(question, found.mode)
    if (!found.recommendations.some(({ item }) => taken.includes(item.id))) return found
    const others = await putFirst(recommender, { ...question, exclude: [...exclude, ...taken] }, signal).catch(() => found)
    return others.recommendations.length >= found.recommendations.length ? others : found
  }

  /** Shelves of the page that ask something else, and began later or earlier. */
  #others(later: boolean): LiveAnswer[] {
    const all = [...(onPage.get(this.#recommender!) ?? [])]
    const own = all.indexOf(this)
    return all.filter((other, at) => at > own === later && other.#snapshot.key !== this.#snapshot.key)
  }

  /** What other shelves show, without what the site pinned to this one. What is popular was shown already only where it is shown for that. */
  #taken({ rules }: ShelfQuestion, mode?: Mode): ItemId[] {
    const counts = ({ recommendations }: Answer) => mode !== 'popular' || haveReason(recommendations, 'popular')
    const beside = [false, true].flatMap((later) =>
      this.#others(later).flatMap((other) => (counts(other.#snapshot) ? other.#cards(later) : [])),
    )
    return beside.filter((id) => !rules?.pin?.includes(id))
  }

  /** The cards that other shelves leave out: those that stay in view, and all of an earlier shelf. */
  #cards(isLater = false): readonly ItemId[] {
    const { mode, status, recommendations } = this.#snapshot
    const sight = this.sight?.()
    // what was in view of an earlier question has gone
    if (mode === 'search' || status === 'loading') return []
    return [...(isLater ? [] : recommendations.map(({ item }) => item.id)), ...(sight?.shelfVisible ? sight.seen : [])]
  }

  /** What a pack or an earlier visit has ready is shown until the recommender answers. */
  async #showNeighbours(): Promise<void> {
    const ahead = await this.#ahead
    const question = this.#question
    const { status, generation } = this.#snapshot
    if (!ahead || !question || status !== 'loading') return
    const begun = performance.now()
    const exclude = [...(question.exclude ?? []), ...this.#taken(question)]
    const found = await firstShelf(ahead, { ...question, exclude }).catch((thrown) => PagekinError.from(thrown, 'storage-blocked', 'shelf'))
    const isLate = this.#snapshot.status !== 'loading' || this.#snapshot.generation !== generation || !this.#lease
    if (isLate) return
    if (found instanceof PagekinError) {
      // nobody else reads those files: a pack that is damaged there would never be known of. All else the recommender tells
      if (found.code === 'pack-invalid') this.#publish({ error: found })
    } else if (found.length > 0) {
      this.#publish({ status: 'ready', recommendations: found, level: 'neighbours', tookMs: performance.now() - begun })
    }
  }

  /** A pack is older than its catalog: what was shown may have gone since. So may what the visitor has had forgotten. */
  async #withdrawnBy(
    recommender: Recommender,
    fresh: readonly Recommendation[],
    mode: Mode | undefined,
    signal: AbortSignal,
  ): Promise<readonly ItemId[]> {
    const { level, recommendations, mode: before } = this.#snapshot
    const { item } = this.#question!
    const ids = new Set(fresh.map((recommendation) => recommendation.item.id))
    const doubtful = recommendations.map((recommendation) => recommendation.item.id).filter((id) => !ids.has(id))
    // what the visitor did is in the list or is forgotten, and so is what followed from it
    if (
      [mode, before].some((one) => one === 'recent' || one === 'again') ||
      (haveReason(recommendations, 'because-you') && !haveReason(fresh, 'because-you'))
    )
      return doubtful
    if (level !== 'neighbours' || !item || doubtful.length === 0) return []
    const there = await recommender.similar(item, { limit: doubtful.length, where: { id: doubtful }, signal }).catch(() => undefined)
    return there ? doubtful.filter((id) => !there.some((recommendation) => recommendation.item.id === id)) : []
  }

  /** The first failure of a question is its answer; a later one leaves what is shown. */
  #fail(thrown: unknown): void {
    const error = PagekinError.from(thrown, 'worker-failed', 'shelf')
    const shown = this.#snapshot.recommendations.length > 0
    this.#publish(shown ? { error } : { error, status: 'error' })
  }

  #noteView(): void {
    const id = this.#question?.item
    const recommender = this.recommender
    if (!id || !recommender || lastView.get(recommender) === id) return
    lastView.set(recommender, id)
    recommender.record({ type: 'view', id })
  }

  #publish(change: Partial<Answer>): void {
    this.#snapshot = { ...this.#snapshot, ...change }
    for (const listener of [...this.#listeners]) listener()
  }
}

function haveReason(recommendations: readonly Recommendation[], wanted: string): boolean {
  return recommendations.some(({ reasons }) => reasons.some(({ kind }) => kind === wanted))
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function newList(generation: number): Pick<Answer, 'generation' | 'recommendationId'> {
  return { generation: generation + 1, recommendationId: newRecommendationId() }
}

type Put = Pick<Answer, 'recommendations' | 'mode' | 'sure' | 'understood' | 'steps' | 'error'>

/** Of the modes that may answer, the first that has something to show. */
async function putFirst(recommender: Recommender, question: ShelfQuestion, signal: AbortSignal): Promise<Put> {
  const first = await put(recommender, question, signal)
  for (const mode of question.fallbackModes ?? []) {
    if (first.recommendations.length > 0) break
    const next = askable({ ...question, mode, fallbackModes: [] })
    const answer = next && (await put(recommender, next, signal))
    if (answer && answer.recommendations.length > 0) return answer
  }
  return first
}

async function put(recommender: Recommender, question: ShelfQuestion, signal: AbortSignal): Promise<Put> {
  // what is for other modes than this fallback is not read
  const { mode, item, seeds = [], fallbackModes: _, query = '', ...rest } = question
  const ids = [...new Set([...(item ? [item] : []), ...seeds])]
  const asked = ids.length === 1 ? ids[0]! : ids
  const request = { ...rest, signal }
  const ask = (): Promise<Recommendations> => {
    if (mode === 'similar') return recommender.similar(asked, request)
    if (mode === 'search') return recommender.search(query, request)
    if (mode === 'for-you') return recommender.forYou(item ? { ...request, context: item } : request)
    return recommender.list(mode, ids.length > 0 ? { ...request, items: asked } : request)
  }
  try {
    const recommendations = await ask()
    const { sure, understood = [], steps = [], lacks } = recommendations
    const error = lacks === undefined ? undefined : new PagekinError('usage', `shelf: mode "${mode}" lacks ${lacks}; it takes no room`)
    return { recommendations, mode, sure, understood, steps, error }
  } catch (thrown) {
    const error = PagekinError.from(thrown, 'worker-failed', 'shelf')
    if (mode !== 'similar' || error.code !== 'item-unknown') throw error
    // an item that has gone from the catalog is the site's affair; its visitors are shown what is for them
    const recommendations = await recommender.forYou(request)
    const { items, lists } = recommender.getState()
    // of a catalog without an item, that is the fault to tell
    return { recommendations, mode, sure: undefined, understood: [], steps: [], error: items.total > 0 || lists ? error : undefined }
  }
}
