import { PagekinError } from '../errors.js'
import { own } from '../own.js'
import type { CreateRecommender } from '../page/shared-recommenders.js'
import { announcementOf } from '../shelf/announcement.js'
import { type Answer, identityOf, type Source } from '../shelf/answer.js'
import { type CardView, cardView } from '../shelf/card-text.js'
import { CardWatcher } from '../shelf/card-watcher.js'
import { FaultTeller } from '../shelf/fault-teller.js'
import { warnOfUnknownTexts } from '../shelf/language-texts.js'
import { LiveAnswer } from '../shelf/live-answer.js'
import { languageOf, type Messages } from '../shelf/messages.js'
import { MOST_STEPS, type Mode, questionOf } from '../shelf/question.js'
import { RowController } from '../shelf/row-controller.js'
import { StableShelf } from '../shelf/stable-shelf.js'
import { TakenBack, type WishView, wishView } from '../shelf/taken-back.js'
import { warnOf } from '../shelf/warn.js'
import type { InteractionType, Item, ItemId, Level, Progress, Recommender, WhichEvents, Wish } from '../types.js'
import { emit, emitError } from './events.js'
import type { Settings } from './settings.js'
import type { ShelfExtras } from './shelf-extras.js'
import type { ShelfHost } from './shelf-host.js'
import type { Steering } from './steering.js'

/** A wait shorter than this shows skeletons only. */
const PATIENCE_MS = 300

/** From question to the list on screen, and what the page is told about it. Draws nothing. */
export class ShelfController {
  readonly shelf = new StableShelf()
  readonly row: RowController
  /** No answer after `PATIENCE_MS`. */
  isWaiting = false
  /** The box keeps room for all cards asked for until it can shrink unseen. */
  reservesRoom = true
  /** No card has a picture. Found out where nobody sees the layout change. */
  isPictureless = false
  readonly #host: ShelfHost
  readonly #live: LiveAnswer
  #source: Recommender | PromiseLike<Recommender> | string | undefined
  #question = ''
  #isSearch = false
  /** The words searched for, if their cards give reasons. */
  #explained = ''
  #settings: Settings | undefined
  /** As the page gave them, while they leave open which item the page is about. */
  #open: Settings | undefined
  #extras: ShelfExtras | undefined
  #loadsExtras = false
  /** The shelf goes on without them. */
  #lacksExtras = false
  readonly #takenBack = new TakenBack()
  #steering: Steering | undefined
  #loadsSteering = false
  /** While the answer without one of them is made, the others stay where they are. */
  #wishes: readonly Wish[] = []
  #movesFocus = false
  /** The visitor has pressed a step of this shelf. */
  isSteered = false
  /** The visitor has emptied this shelf. */
  #isEmptied = false
  /** The next drawing shows a first answer: the row starts from its beginning again. */
  #isNew = false
  #watcher: CardWatcher | undefined
  #unsubscribe: (() => void) | undefined
  #patience: ReturnType<typeof setTimeout> | undefined
  #level: Level = 'none'
  #progress: Progress | undefined
  readonly #faults: FaultTeller

  constructor(host: ShelfHost, create: CreateRecommender) {
    this.#host = host
    this.row = new RowController({
      root: () => host.shadowRoot,
      redraw: () => host.requestUpdate(),
      drawn: () => host.updateComplete,
    })
    this.#faults = new FaultTeller((error) => emitError(host, error))
    this.#live = new LiveAnswer(create)
    this.#live.sight = () => this.#watcher
  }

  get answer(): Answer {
    const answer = this.#live.getSnapshot()
    if (this.#source === undefined) return { ...answer, status: 'idle' }
    return this.#isLooking && answer.status !== 'error' ? { ...answer, status: 'loading' } : answer
  }

  /** What answers, once it is there. */
  get recommender(): Recommender | undefined {
    return this.#live.recommender
  }

  /** Which question is asked: that of the item of the page, once it is found. */
  get mode(): Mode | undefined {
    return this.#live.getSnapshot().mode ?? this.#settings?.mode
  }

  /** Nothing is asked before the item of the page is known. */
  get #isLooking(): boolean {
    return this.#open !== undefined && this.#extras?.pageItem.item === undefined
  }

  /** Begins to watch; `disconnect` gives back all that this takes. */
  connect(): void {
    this.#watcher = new CardWatcher(this.#host, this.#tellImpression, this.#shrink)
    this.#unsubscribe = this.#live.subscribe(this.#follow)
    this.#extras?.pageItem.connect()
    this.row.connect(this.#host)
  }

  disconnect(): void {
    this.#live.disconnect()
    this.#extras?.sentences.stop()
    this.#source = undefined
    this.#unsubscribe?.()
    this.#extras?.pageItem.disconnect()
    this.row.disconnect()
    this.#watcher?.disconnect()
    this.#watcher = undefined
    clearTimeout(this.#patience)
    this.#patience = undefined
  }

  /** Answers come from here; the same source again changes nothing. */
  use(given: Source | undefined): void {
    if (!this.#watcher) return
    const source = given && withoutAddress(given)
    const identity = identityOf(source)
    if (identity === this.#source) return
    // ids of another catalog
    if (source && this.#source !== undefined && this.#extras) this.#extras.pageItem.item = undefined
    this.#source = identity
    if (source) this.#live.connect(source)
    else this.#live.disconnect()
  }

  ask(given: Settings): void {
    const isOpen = given.item === undefined && !given.seeds?.length && given.mode !== 'search'
    this.#open = isOpen && !this.#lacksExtras ? given : undefined
    if (this.#open) void this.loadExtras()
    const item = this.#open && this.#extras?.pageItem.item
    if (this.#isLooking) {
      this.#settings = given
      this.#follow()
    } else this.#put(item ? own({ ...given, item, mode: this.#host.mode ?? 'similar' }) : given)
  }

  #takePageItem(): void {
    if (this.#open) this.ask(this.#open)
    this.#follow()
  }

  /** What few shelves need: a page whose item is to be found, cards of the site's own, sentences that answer a search. */
  async loadExtras(): Promise<void> {
    if (this.#loadsExtras) return
    this.#loadsExtras = true
    try {
      const { ShelfExtras } = await import('./shelf-extras.js')
      this.#extras = new ShelfExtras(this.#host, {
        onPageItem: () => this.#takePageItem(),
        onSentence: () => this.#host.requestUpdate(),
        onSelect: (event, position) => this.select(event, position),
      })
      if (this.#watcher) this.#extras.pageItem.connect()
      this.#follow()
    } catch (thrown) {
      const error = PagekinError.from(thrown, 'worker-failed', '<page-kin>: extras.js')
      warnOf(error)
      emitError(this.#host, error)
      this.#lacksExtras = true
      if (this.#open) this.ask(this.#open)
    }
  }

  #put(settings: Settings): void {
    const { query, steer, messages } = settings
    if (messages) warnOfUnknownTexts(messages)
    const options = {
      ...(this.#steering?.options(settings) ?? settings),
      literal: this.#takenBack.of(query),
      ...(steer && { steps: MOST_STEPS }),
    }
    const question = JSON.stringify(questionOf(options))
    // one more dismissed card is an id to leave out, not another question
    const isSame = question === this.#question
    this.#isSearch = settings.mode === 'search'
    this.#explained = this.#isSearch && settings.withReason ? (query ?? '') : ''
    this.#question = question
    if (query !== this.#settings?.query) this.#wishes = []
    this.#settings = settings
    this.#live.ask(questionOf(options, this.shelf.dismissed), isSame)
  }

  refresh(): void {
    this.#live.refresh()
  }

  cards(messages: Messages, lang: string | undefined): CardView[] {
    const sentenceOf = this.#explained ? (id: ItemId) => this.#extras?.sentences.of(id) : undefined
    return this.shelf.shown.map((recommendation) => cardView(recommendation, messages, lang, sentenceOf))
  }

  /** What was understood of a search, for a button each. */
  wishes(messages: Messages): WishView[] {
    return this.#wishes.map((wish) => wishView(wish, messages))
  }

  /** Searches for what a wish says as words. */
  takeBack(position: number): void {
    const wish = this.#wishes[position]
    if (!wish || !this.#settings) return
    this.#wishes = this.#wishes.filter((other) => other !== wish)
    this.#takenBack.add(this.#settings.query, wish.text)
    this.#movesFocus = true
    this.#put(this.#settings)
  }

  /** Draws the buttons that steer this shelf, if it has any. */
  drawSteps(messages: Messages): void {
    const { status, level, steps } = this.answer
    // neighbours that are shown ahead offer none yet
    const offered = status === 'loading' || level === 'neighbours' ? undefined : steps
    if (this.#settings && this.#steering) this.#steering.draw(this.#settings, offered, messages)
    else if (this.#settings?.steer && !this.#loadsSteering) void this.#loadSteering()
  }

  async #loadSteering(): Promise<void> {
    this.#loadsSteering = true
    try {
      const { Steering } = await import('./steering.js')
      this.#steering = new Steering(this.#host.shadowRoot!, () => {
        this.isSteered = true
        if (this.#settings) this.#put(this.#settings)
      })
      this.#host.requestUpdate()
    } catch (thrown) {
      emitError(this.#host, PagekinError.from(thrown, 'worker-failed', '<page-kin>: steer.js'))
    }
  }

  /** A search, and a step, is the visitor's own act and is answered aloud; a shelf that fills by itself keeps quiet. */
  announcement(messages: Messages): string {
    const { status, sure } = this.answer
    const isAnswered = (this.#isSearch || this.isSteered || this.#isEmptied) && (status === 'ready' || status === 'empty')
    return this.row.announcement || (isAnswered ? announcementOf(sure, this.shelf.shown.length, messages, languageOf(this.#host)) : '')
  }

  /** After drawing `shelf.shown`, as `views`. */
  drawn(views: readonly CardView[]): void {
    const template = itemTemplateOf(this.#host)
    if (template || this.#explained) void this.loadExtras()
    this.#extras?.templateCards.draw(template, views)
    const ids = this.shelf.shown.map(({ item }) => item.id)
    this.#watcher?.watch(this.row.cards(), ids)
    const { recommender } = this.#live
    if (this.#explained && recommender) this.#extras?.sentences.follow(recommender, this.#explained, ids)
    const isNew = this.#isNew
    this.#isNew = false
    // where the browser lays out anyway
    requestAnimationFrame(() => {
      if (isNew) this.row.toStart()
      this.row.measure()
    })
    if (!this.#movesFocus || this.answer.status === 'loading') return
    // the button that had the focus has gone with its wish
    this.#movesFocus = false
    this.#host.shadowRoot?.querySelector<HTMLElement>('.wish, ul a, ul')?.focus()
  }

  select(originalEvent: MouseEvent, position: number): void {
    const item = this.shelf.shown[position]?.item
    // the other buttons of a mouse open menus
    if (!item || originalEvent.button > 1) return
    this.#record('click', item)
    if (!emit(this.#host, 'kin-select', { ...this.#list, item, position, originalEvent }, true)) originalEvent.preventDefault()
  }

  dismiss(position: number): void {
    const item = this.shelf.shown[position]?.item
    if (!item) return
    if (this.mode === 'recent') {
      this.shelf.remove(item.id)
      this.#forget({ ids: item.id })
    } else {
      if (!emit(this.#host, 'kin-dismiss', { ...this.#list, item, position }, true)) return
      this.shelf.dismiss(item.id)
      this.#record('dismiss', item)
    }
    this.#host.requestUpdate()
    void this.row.keepFocus(position)
  }

  /** Empties a list of what was viewed. */
  forgetAll(): void {
    this.#isEmptied = true
    this.#forget({ types: ['view', 'click'] })
  }

  #forget(which: WhichEvents): void {
    this.#live.recommender?.forget(which).catch((thrown) => emitError(this.#host, PagekinError.from(thrown, 'worker-failed', 'forget')))
  }

  get #list(): Pick<Answer, 'recommendationId'> {
    const { recommendationId } = this.#live.getSnapshot()
    return { recommendationId }
  }

  #record(type: InteractionType, { id }: Item): void {
    this.#live.recommender?.record({ type, id })
  }

  readonly #follow = (): void => {
    if (this.#open) this.#extras?.pageItem.use(this.#live.recommender)
    const { answer } = this
    if (answer.status !== 'loading') this.#wishes = answer.understood
    this.#tellProgress(answer.state && own(answer.state).progress)
    this.#faults.heed(answer, this.#settings?.mode ?? 'for-you')
    this.#keepPatience(answer.status === 'loading')
    const step = this.shelf.take(answer, this.#watcher)
    if (step === 'none') this.reservesRoom = true
    if (step === 'first') {
      this.#isNew = true
      this.#watcher?.reset()
      this.#level = answer.level
      this.row.announcement = ''
      void this.#tellAnswer(answer)
    }
    if (step === 'better' && answer.level !== this.#level) {
      emit(this.#host, 'kin-upgrade', { from: this.#level, to: answer.level })
      this.#level = answer.level
    }
    this.#shrink()
    this.#host.requestUpdate()
  }

  #keepPatience(isLoading: boolean): void {
    if (isLoading && this.#patience === undefined) {
      this.#patience = setTimeout(() => {
        this.isWaiting = true
        this.#host.requestUpdate()
      }, PATIENCE_MS)
    }
    if (isLoading) return
    clearTimeout(this.#patience)
    this.#patience = undefined
    this.isWaiting = false
  }

  /** What no card fills is given back once nobody sees it move. */
  readonly #shrink = (): void => {
    if (this.answer.status === 'loading' || !this.#watcher?.shelfAway) return
    const { shown } = this.shelf
    this.reservesRoom = false
    if (shown.length > 0) this.isPictureless = !shown.some(({ item }) => own(item).image)
    this.#host.requestUpdate()
  }

  readonly #tellImpression = (id: string): void => {
    const position = this.shelf.shown.findIndex(({ item }) => item.id === id)
    const shown = this.shelf.shown[position]
    if (shown) emit(this.#host, 'kin-impression', { ...this.#list, item: shown.item, position })
  }

  async #tellAnswer({ status, recommendationId, level, tookMs }: Answer): Promise<void> {
    await this.#host.updateComplete
    const items = this.shelf.shown.map(({ item }) => item)
    if (status === 'ready') emit(this.#host, 'kin-ready', { recommendationId, level, items, tookMs })
    if (status === 'empty') emit(this.#host, 'kin-empty', null)
  }

  #tellProgress(progress: Progress | undefined): void {
    if (progress && progress !== this.#progress) emit(this.#host, 'kin-progress', progress)
    this.#progress = progress
  }
}

/** Rows that the page gives come before an address, which may be that of the tag. */
function withoutAddress(source: Source): Source {
  if (source.recommender || !own(source.options).items) return source
  const { catalog: _, ...options } = source.options
  return own({ recommender: undefined, options: own(options) })
}

/** The site's own card: a `<template>` in the element. */
export function itemTemplateOf(host: Element): HTMLTemplateElement | undefined {
  return Array.from(host.children).find((child) => child instanceof HTMLTemplateElement)
}
