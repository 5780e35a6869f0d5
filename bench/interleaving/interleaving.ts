import fc from 'fast-check'
import type { CatalogVersion } from '../../src/catalog/version.js'
import type { CatalogAnswer } from '../../src/engine/catalog-source.js'
import { answersOf, IDS, items, QUESTIONS } from '../../src/engine/changing-rows.test-helper.js'
import type { Engine } from '../../src/engine/engine.js'
import { makeEngine, NOW, openEngine, WordEncoder } from '../../src/engine/engine.test-helper.js'
import { facets } from '../../src/engine/explore.js'
import { PagekinError } from '../../src/errors.js'
import { isMeant } from '../../src/interaction.js'
import type { EncoderInfo } from '../../src/protocol.js'
import { openHistory } from '../../src/store/history.js'
import { MemoryStore } from '../../src/store/memory-store.js'
import type { Interaction, InteractionType, ItemId, ListMode, Recommendation } from '../../src/types.js'
import { Model, type ModelEngine, type Row } from './model.js'

const URL = '/catalog.json'
const LIMIT = 30

/** One step of a script. `waits` is false where the next step begins before this one is answered; `slot` is one of two tabs. */
export type Step =
  | { readonly do: 'open'; readonly slot: number }
  | { readonly do: 'kill'; readonly slot: number }
  | { readonly do: 'suspend'; readonly slot: number }
  | { readonly do: 'resume'; readonly slot: number }
  | { readonly do: 'hide'; readonly slot: number }
  | { readonly do: 'show'; readonly slot: number }
  | { readonly do: 'record'; readonly slot: number; readonly type: InteractionType; readonly id: ItemId }
  | { readonly do: 'upsert'; readonly slot: number; readonly rows: readonly Row[]; readonly waits: boolean }
  | { readonly do: 'remove'; readonly slot: number; readonly ids: readonly ItemId[]; readonly waits: boolean }
  | { readonly do: 'similar'; readonly slot: number; readonly id: ItemId; readonly waits: boolean }
  | {
      readonly do: 'search'
      readonly slot: number
      readonly text: string
      readonly complete: boolean
      readonly aborts?: boolean
      readonly waits: boolean
    }
  | { readonly do: 'forYou'; readonly slot: number; readonly waits: boolean }
  | { readonly do: 'list'; readonly slot: number; readonly mode: ListMode; readonly id: ItemId; readonly waits: boolean }
  | { readonly do: 'explain'; readonly slot: number; readonly id: ItemId; readonly other: ItemId; readonly waits: boolean }
  | { readonly do: 'facets'; readonly slot: number }
  | { readonly do: 'known'; readonly slot: number }
  | { readonly do: 'forget'; readonly slot: number; readonly ids: readonly ItemId[]; readonly waits: boolean }
  | { readonly do: 'clear'; readonly slot: number; readonly history: boolean; readonly vectors: boolean; readonly waits: boolean }
  | { readonly do: 'sell'; readonly rows: readonly Row[] }
  | { readonly do: 'offline' | 'online' | 'encoder fails' | 'encoder works' | 'other encoder' }
  | { readonly do: 'turns'; readonly count: number }
  | { readonly do: 'settle' }

/** Of what a killed engine waits for. */
const never = new Promise<never>(() => undefined)

/** Of an engine: once it is over, nothing that the engine asks for is done or answered. */
interface Life {
  isOver: boolean
  readonly ended: Promise<void>
  end(): void
}

function newLife(): Life {
  let resolve: () => void
  const ended = new Promise<void>((end) => {
    resolve = end
  })
  const life: Life = {
    isOver: false,
    ended,
    end() {
      life.isOver = true
      resolve()
    },
  }
  return life
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Makes other vectors for each fingerprint, and fails while the device says so. */
class TestEncoder extends WordEncoder {
  onLoad: ((info: EncoderInfo) => void) | undefined
  readonly fingerprint: number
  readonly #device: Device
  readonly #life: Life
  #loaded: EncoderInfo | undefined

  constructor(device: Device, fingerprint: number, life = newLife()) {
    super()
    this.#device = device
    this.#life = life
    this.fingerprint = fingerprint
  }

  override async ensure(): Promise<EncoderInfo> {
    await turn()
    if (this.#life.isOver) return never
    if (!this.#device.model.encoderWorks) throw new PagekinError('encoder-failed', 'a test')
    if (this.#loaded) return this.#loaded
    const info = await super.ensure()
    this.info = this.#loaded = { ...info, fingerprint: `words ${this.fingerprint}` }
    this.onLoad?.(this.info)
    return this.info
  }

  override async encode(texts: readonly string[]): Promise<Float32Array> {
    const vectors = await super.encode(texts)
    if (this.#life.isOver) return never
    // the same cosines among themselves, and none with those of another fingerprint
    const { dimensions } = this.info!
    for (let at = 0; at < vectors.length; at += dimensions) {
      const vector = vectors.subarray(at, at + dimensions)
      vector.set([...vector.subarray(this.fingerprint), ...vector.subarray(0, this.fingerprint)].slice(0, dimensions))
    }
    return vectors
  }
}

/** What stays when an engine ends: store, history and network of one device, with two tabs. */
class Device {
  readonly model: Model
  readonly engines: (Engine | undefined)[] = []
  readonly #encoders: TestEncoder[] = []
  readonly #lives: Life[] = []
  readonly #store = new MemoryStore()
  readonly history = Object.assign(openHistory({ persist: false }), { dispose() {} })
  fingerprint = 0
  /** Calls that nobody has waited for. */
  pending: Promise<unknown>[] = []
  failure: unknown

  constructor(model: Model) {
    this.model = model
  }

  /** Waits for what was not waited for. @throws what one of those found. */
  async drain(): Promise<void> {
    while (this.pending.length > 0) await Promise.all(this.pending.splice(0))
    for (const engine of this.model.engines) engine?.changing.clear()
    if (this.failure) throw this.failure
  }

  /** A call of an engine that is killed is over with it. */
  async follow(slot: number, call: Promise<unknown>, waits: boolean): Promise<void> {
    const over = Promise.race([call, this.#lives[slot]!.ended])
    if (waits) await over
    else
      this.pending.push(
        over.catch((thrown) => {
          this.failure ??= thrown
        }),
      )
  }

  /** Ends an engine in the middle of whatever it is doing. What it has begun to write is written or not. */
  kill(slot: number): void {
    this.#lives[slot]!.end()
    this.engines[slot] = undefined
    this.model.engines[slot] = undefined
  }

  async open(slot: number): Promise<void> {
    await this.drain()
    this.engines[slot]?.dispose()
    await turn()
    const stored = await this.#store.readCatalog(URL)
    this.model.open(slot, stored?.etag)
    const opened = this.model.engines[slot]
    if (stored) {
      const file = this.model.files.find(({ version }) => version === stored.etag)
      same(
        stored.items.map(({ id }) => id),
        file?.rows.map(({ id }) => id),
        'the stored catalog is one that was served',
      )
    }
    const life = newLife()
    this.#lives[slot] = life
    const encoder = new TestEncoder(this, this.fingerprint, life)
    let isServed = Promise.resolve(false)
    const engine = makeEngine({
      store: lasting(this.#store, life, /^(read|write|append|compact|evict|clear)/),
      history: lasting(this.history, life),
      encoder,
      config: { catalogUrl: URL, persistHistory: true },
      fetchCatalog: (_url, known) => {
        const answer = this.#serve(known).then((file) => (life.isOver ? never : file))
        isServed = answer.then(
          () => true,
          () => false,
        )
        return answer
      },
    })
    encoder.onLoad = (info) => engine.onEncoder(info, info.deviceReason)
    this.#encoders[slot] = encoder
    const code = await engine.open().then(() => undefined, codeOf)
    same(code, opened ? undefined : 'catalog-invalid', 'an engine opens where there is a catalog')
    if (code) engine.dispose()
    else await heard(engine, isServed)
    this.engines[slot] = code ? undefined : engine
  }

  /** The file of the moment when it is asked for, however long it takes. */
  async #serve(known: CatalogVersion): Promise<CatalogAnswer> {
    const { isOnline, files } = this.model
    const { version, rows } = files.at(-1)!
    await turn()
    if (!isOnline) throw new PagekinError('catalog-invalid', 'there is no network')
    if (known.etag === version) return { kind: 'not-modified' }
    return { kind: 'fresh', text: JSON.stringify(rows), version: { etag: version }, bytes: 1 }
  }

  /** Nothing speaks against embedding any more: then every item has a vector, and the engine answers like one that opens now. */
  async settle(): Promise<void> {
    await this.drain()
    this.model.encoderWorks = true
    for (const [slot, expected] of this.model.engines.entries()) {
      const engine = this.engines[slot]
      if (!engine || !expected) continue
      engine.resume()
      // a page that comes back reads what the other tab has done, too
      expected.own = this.model.history
      engine.background.proceed('hidden')
      await engine.catalog.retry()
      this.model.retry(expected)
      engine.background.retry()
      const encoder = this.#encoders[slot]!
      await encoder.ensure()
      // until the vectors of this encoder are read
      for (let i = 0; i < 20; i++) await turn()
      await engine.settled()
      same(
        [...engine.catalog.rows.items].map(({ id }) => id),
        [...expected.items.keys()],
        'the items, in their order',
      )
      const { items: counts, phase } = engine.state
      same([counts.total, counts.embedded, phase], [expected.items.size, expected.items.size, 'ready'], 'every item has a vector')
      same(engine.interactions.own, expected.own, 'the history')
      if (expected.items.size === 0) continue
      const fresh = await openEngine({
        items: [...expected.items.values()],
        encoder: new TestEncoder(this, encoder.fingerprint),
        config: { interactions: expected.own },
      })
      await fresh.settled()
      const ids = [...expected.items.keys()].slice(0, 4)
      same(await answersOf(engine, ids, engine.interactions.own), await answersOf(fresh, ids, expected.own), 'answers of a fresh engine')
      fresh.dispose()
    }
    same(await this.history.read(), this.model.history, 'the history on the device')
  }

  dispose(): void {
    for (const engine of this.engines) engine?.dispose()
  }
}

/** An engine with a stored catalog waits a second for the fresh one. On a busy machine that comes later, and replaces the items then. */
async function heard(engine: Engine, isServed: Promise<boolean>): Promise<void> {
  const comes = await isServed
  do await turn()
  while (comes && engine.state.catalogSource === 'stored')
}

/** Outlives the engines, and does nothing for one that was killed. Takes a turn for every call of a `slow` name, as a database does. */
function lasting<T extends object>(target: T, life: Life, slow?: RegExp): T {
  return new Proxy<T>(target, {
    get(_, name) {
      if (name === 'dispose') return () => undefined
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      const call = value.bind(target)
      return (...args: unknown[]) => {
        if (life.isOver) return never
        return slow?.test(String(name)) ? turn().then(() => (life.isOver ? never : call(...args))) : call(...args)
      }
    },
  })
}

/** Follows one step, and checks what holds at once. */
async function take(step: Step, model: Model, device: Device): Promise<void> {
  if (!('slot' in step)) {
    if (step.do === 'sell') model.sell(step.rows)
    else if (step.do === 'turns') for (let i = 0; i < step.count; i++) await turn()
    else if (step.do === 'settle') await device.settle()
    else if (step.do === 'offline') model.isOnline = false
    else if (step.do === 'online') {
      await device.drain()
      model.isOnline = true
      for (const [slot, engine] of model.engines.entries()) {
        if (!engine) continue
        await device.engines[slot]!.catalog.retry()
        model.retry(engine)
        device.engines[slot]!.background.retry()
      }
    } else if (step.do === 'other encoder') device.fingerprint++
    else model.encoderWorks = step.do === 'encoder works'
    return
  }
  if (step.do === 'open') return device.open(step.slot)
  const expected = model.engines[step.slot]
  const engine = device.engines[step.slot]
  if (!engine || !expected) return
  if (step.do === 'kill') device.kill(step.slot)
  else if (step.do === 'suspend') engine.suspend()
  else if (step.do === 'resume') engine.resume()
  else if (step.do === 'hide') engine.background.pause('hidden')
  else if (step.do === 'show') engine.background.proceed('hidden')
  else if (step.do === 'record') {
    const interaction = { type: step.type, id: step.id, at: NOW - 100_000 + model.time++ }
    model.record(expected, interaction)
    engine.record(interaction)
  } else if (step.do === 'upsert' || step.do === 'remove') {
    const ids = step.do === 'upsert' ? step.rows.map(({ id }) => id) : step.ids
    for (const id of ids) expected.changing.add(id)
    const call = step.do === 'upsert' ? engine.catalog.upsert(step.rows) : engine.catalog.remove(step.ids)
    if (step.do === 'upsert') for (const row of step.rows) expected.items.set(row.id, row)
    else for (const id of step.ids) expected.items.delete(id)
    await device.follow(step.slot, call, step.waits)
    // changes are made in the order of the calls
    if (step.waits) expected.changing.clear()
  } else if (step.do === 'clear') {
    if (step.history) {
      expected.own = []
      model.history = []
    }
    await device.follow(step.slot, engine.clear(step), step.waits)
  } else if (step.do === 'forget') {
    const isKept = (event: Interaction) => !isMeant(event, { ids: step.ids })
    expected.own = expected.own.filter(isKept)
    model.history = model.history.filter(isKept)
    await device.follow(step.slot, engine.forget({ ids: step.ids }), step.waits)
  } else if (step.do === 'known') same(engine.known().events, expected.own, 'the events of this visitor')
  else if (step.do === 'facets') {
    const { items: count } = engine.explore((context) => facets({ limit: 8, values: 8 }, context))
    const left = [...expected.items.keys()].filter((id) => !dismissedBy(expected).has(id))
    if (expected.changing.size === 0) same(count, left.length, 'facets count every item that is not dismissed')
  } else await device.follow(step.slot, ask(step, engine, expected, model), step.waits)
}

type Question = Extract<Step, { do: 'similar' | 'search' | 'forYou' | 'list' | 'explain' }>

async function ask(step: Question, engine: Engine, expected: ModelEngine, model: Model): Promise<void> {
  const before = { items: new Set(expected.items.keys()), changing: new Set(expected.changing) }
  const ownBefore = expected.own
  const dismissedBefore = dismissedBy(expected)
  const mayFail = !model.encoderWorks
  let answer: Recommendation[]
  try {
    if (step.do === 'similar') answer = await engine.similar([step.id], { limit: LIMIT })
    else if (step.do === 'forYou') answer = await engine.forYou({ limit: LIMIT })
    else if (step.do === 'list') answer = await engine.list(step.mode, { limit: LIMIT, items: [step.id] })
    else if (step.do === 'explain') answer = [await engine.explain(step.id, { similarTo: [step.other] })]
    else {
      const abort = new AbortController()
      const found = engine.search(step.text, { limit: LIMIT, complete: step.complete }, abort.signal)
      if (step.aborts) abort.abort()
      answer = await found
    }
  } catch (thrown) {
    const code = codeOf(thrown)
    const isHere = (id: ItemId) => before.items.has(id) && !before.changing.has(id) && expected.items.has(id) && !expected.changing.has(id)
    const isUnknown = (step.do === 'similar' && !isHere(step.id)) || (step.do === 'explain' && !(isHere(step.id) && isHere(step.other)))
    if (code === 'item-unknown' && isUnknown) return
    const mayBeShown =
      step.do !== 'explain' || (step.id !== step.other && !dismissedBefore.has(step.id) && !dismissedBy(expected).has(step.id))
    if (code === 'usage' && !mayBeShown) return
    if (code === 'usage' && step.do === 'list' && step.mode === 'goes-with' && !isHere(step.id)) return
    if (code === 'aborted' && step.do === 'search' && step.aborts) return
    if (code === 'encoder-failed' && step.do === 'search' && step.complete && (mayFail || !model.encoderWorks)) return
    throw thrown
  }
  const ids = answer.map(({ item }) => item.id)
  same(new Set(ids).size, ids.length, 'no item twice')
  same(
    answer.every(({ score, reasons }) => Math.abs(score - reasons.reduce((sum, { weight }) => sum + weight, 0)) < 1e-6),
    true,
    'scores are the sums of their reasons',
  )
  const known = (id: ItemId) => before.items.has(id) || before.changing.has(id) || expected.items.has(id) || expected.changing.has(id)
  same(
    ids.filter((id) => !known(id)),
    [],
    'no item that was removed',
  )
  if (before.changing.size > 0 || expected.changing.size > 0 || before.items.size !== expected.items.size || expected.own !== ownBefore)
    return
  if (step.do === 'explain') return
  const unwanted = step.do === 'forYou' ? expected.own.map(({ id }) => id) : dismissedBy(expected)
  const hidden = new Set(step.do === 'similar' || step.do === 'list' ? [...unwanted, step.id] : unwanted)
  same(
    ids.filter((id) => hidden.has(id)),
    [],
    'no item that was seen or dismissed',
  )
  if (step.do === 'similar' || step.do === 'forYou')
    same([...ids].sort(), [...expected.items.keys()].filter((id) => !hidden.has(id)).sort(), 'every other item')
}

function dismissedBy({ own }: ModelEngine): ReadonlySet<ItemId> {
  return new Set(own.filter(({ type }) => type === 'dismiss').map(({ id }) => id))
}

function codeOf(thrown: unknown): string {
  if (thrown instanceof PagekinError) return thrown.code
  throw thrown
}

function same(received: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(received), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${what}: received ${a}, expected ${b}`)
}

const slot = fc.constantFrom(0, 0, 0, 1)
const waits = fc.boolean()
const id = fc.constantFrom(...IDS)
const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 8 })
const one = <Name extends string>(...names: Name[]) => fc.constantFrom(...names)

const steps: readonly fc.Arbitrary<Step>[] = [
  fc.record({ do: one('open', 'suspend', 'resume', 'hide', 'show'), slot }) as fc.Arbitrary<Step>,
  fc.record({ do: one('record'), slot, type: one<InteractionType>('view', 'click', 'cart', 'purchase', 'dismiss'), id }),
  fc.record({ do: one('upsert'), slot, rows: items(1), waits }),
  fc.record({ do: one('remove'), slot, ids, waits }),
  fc.record({ do: one('similar'), slot, id, waits }),
  fc.record({ do: one('search'), slot, text: fc.constantFrom(...QUESTIONS), complete: fc.boolean(), aborts: fc.boolean(), waits }),
  fc.record({ do: one('forYou'), slot, waits }),
  fc.record({ do: one('list'), slot, mode: one<ListMode>('recent', 'again', 'popular', 'others', 'goes-with', 'new'), id, waits }),
  fc.record({ do: one('explain'), slot, id, other: id, waits }),
  fc.record({ do: one('facets', 'known', 'kill'), slot }) as fc.Arbitrary<Step>,
  fc.record({ do: one('forget'), slot, ids, waits }),
  fc.record({ do: one('clear'), slot, history: fc.boolean(), vectors: fc.boolean(), waits }),
  fc.record({ do: one('sell'), rows: items(1) }),
  fc.record({ do: one('offline', 'online', 'encoder fails', 'encoder works', 'other encoder') }),
  fc.record({ do: one('turns'), count: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ do: one('settle') }),
]

class Command implements fc.AsyncCommand<Model, Device> {
  readonly step: Step

  constructor(step: Step) {
    this.step = step
  }

  check({ engines }: Readonly<Model>): boolean {
    return this.step.do === 'open' || !('slot' in this.step) || engines[this.step.slot] !== undefined
  }

  run(model: Model, device: Device): Promise<void> {
    return take(this.step, model, device)
  }

  toString(): string {
    return JSON.stringify(this.step)
  }
}

/** Runs a script that begins with a catalog of these rows and one open engine, and settles at its end. @throws what does not hold. */
export async function follow(rows: readonly Row[], script: readonly Step[]): Promise<void> {
  await during(rows, async (model, device) => {
    for (const step of script) await take(step, model, device)
  })
}

async function during(rows: readonly Row[], run: (model: Model, device: Device) => Promise<void>): Promise<void> {
  const model = new Model()
  const device = new Device(model)
  model.sell(rows)
  try {
    await device.open(0)
    await run(model, device)
    await device.settle()
  } finally {
    device.dispose()
  }
}

/** Random scripts of up to 30 steps. Undefined, or the shortest script found that breaks what must hold. The same seed makes the same scripts. */
export async function interleave(numRuns: number, seed: number): Promise<string | undefined> {
  const commands = fc.commands(
    steps.map((step) => step.map((data) => new Command(data))),
    { maxCommands: 30, size: 'max' },
  )
  const property = fc.asyncProperty(items(1), commands, (rows, script) =>
    during(rows, (model, device) => fc.asyncModelRun(() => ({ model, real: device }), script)),
  )
  const found = await fc.check(property, { numRuns, seed })
  if (!found.failed) return undefined
  const [rows, script] = found.counterexample!
  return `rows: ${JSON.stringify(rows)}\nscript: [${[...script].join(',\n')}]\n${found.errorInstance}\n(run ${found.numRuns}, ${found.numShrinks} times shorter)`
}
