import fc from 'fast-check'
import type { CatalogVersion } from '../../src/catalog/version.js'
import type { CatalogAnswer } from '../../src/engine/catalog-source.js'
import { answersOf, IDS, items, QUESTIONS } from '../../src/engine/changing-rows.test-helper.js'
import type { Engine } from '../../src/engine/engine.js'
import { makeEngine, NOW, openEngine, WordEncoder } from '../../src/engine/engine.test-helper.js'
import { PagekinError } from '../../src/errors.js'
import type { EncoderInfo } from '../../src/protocol.js'
import { openHistory } from '../../src/store/history.js'
import { MemoryStore } from '../../src/store/memory-store.js'
import type { Store } from '../../src/store/store.js'
import type { InteractionType, ItemId, Recommendation } from '../../src/types.js'
import { Model, type ModelEngine, type Row } from './model.js'

const URL = '/catalog.json'
const LIMIT = 30

/** One step of a script. `waits` is false where the next step begins before this one is answered; `slot` is one of two tabs. */
export type Step =
  | { readonly do: 'open'; readonly slot: number }
  | { readonly do: 'suspend'; readonly slot: number }
  | { readonly do: 'resume'; readonly slot: number }
  | { readonly do: 'hide'; readonly slot: number }
  | { readonly do: 'show'; readonly slot: number }
  | { readonly do: 'record'; readonly slot: number; readonly type: InteractionType; readonly id: ItemId }
  | { readonly do: 'upsert'; readonly slot: number; readonly rows: readonly Row[]; readonly waits: boolean }
  | { readonly do: 'remove'; readonly slot: number; readonly ids: readonly ItemId[]; readonly waits: boolean }
  | { readonly do: 'similar'; readonly slot: number; readonly id: ItemId; readonly waits: boolean }
  | { readonly do: 'search'; readonly slot: number; readonly text: string; readonly complete: boolean; readonly waits: boolean }
  | { readonly do: 'forYou'; readonly slot: number; readonly waits: boolean }
  | { readonly do: 'clear'; readonly slot: number; readonly history: boolean; readonly vectors: boolean; readonly waits: boolean }
  | { readonly do: 'sell'; readonly rows: readonly Row[] }
  | { readonly do: 'offline' | 'online' | 'encoder fails' | 'encoder works' | 'other encoder' }
  | { readonly do: 'turns'; readonly count: number }
  | { readonly do: 'settle' }

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Makes other vectors for each fingerprint, and fails while the device says so. */
class TestEncoder extends WordEncoder {
  onLoad: ((info: EncoderInfo) => void) | undefined
  readonly fingerprint: number
  readonly #device: Device
  #loaded: EncoderInfo | undefined

  constructor(device: Device, fingerprint: number) {
    super()
    this.#device = device
    this.fingerprint = fingerprint
  }

  override async ensure(): Promise<EncoderInfo> {
    await turn()
    if (!this.#device.model.encoderWorks) throw new PagekinError('encoder-failed', 'a test')
    if (this.#loaded) return this.#loaded
    const info = await super.ensure()
    this.info = this.#loaded = { ...info, fingerprint: `words ${this.fingerprint}` }
    this.onLoad?.(this.info)
    return this.info
  }

  override async encode(texts: readonly string[]): Promise<Float32Array> {
    const vectors = await super.encode(texts)
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
  readonly store = lasting(new MemoryStore())
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

  async follow(call: Promise<unknown>, waits: boolean): Promise<void> {
    if (waits) await call
    else
      this.pending.push(
        call.catch((thrown) => {
          this.failure ??= thrown
        }),
      )
  }

  async open(slot: number): Promise<void> {
    await this.drain()
    this.engines[slot]?.dispose()
    const stored = await this.store.readCatalog(URL)
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
    const encoder = new TestEncoder(this, this.fingerprint)
    let isServed = Promise.resolve(false)
    const engine = makeEngine({
      store: this.store,
      history: this.history,
      encoder,
      config: { catalogUrl: URL, persistHistory: true },
      fetchCatalog: (_url, known) => {
        const answer = this.#serve(known)
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

/** Takes a turn for every call, as a database does, and outlives the engines. */
function lasting(store: MemoryStore): Store {
  return new Proxy<Store>(store, {
    get(target, name) {
      if (name === 'dispose') return () => undefined
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      const call = value.bind(target)
      return /^(read|write|append|compact|evict|clear)/.test(String(name))
        ? async (...args: unknown[]) => {
            await turn()
            return call(...args)
          }
        : call
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
  if (step.do === 'suspend') engine.suspend()
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
    await device.follow(call, step.waits)
    // changes are made in the order of the calls
    if (step.waits) expected.changing.clear()
  } else if (step.do === 'clear') {
    if (step.history) {
      expected.own = []
      model.history = []
    }
    await device.follow(engine.clear(step), step.waits)
  } else await device.follow(ask(step, engine, expected, model), step.waits)
}

type Question = Extract<Step, { do: 'similar' | 'search' | 'forYou' }>

async function ask(step: Question, engine: Engine, expected: ModelEngine, model: Model): Promise<void> {
  const before = { items: new Set(expected.items.keys()), changing: new Set(expected.changing) }
  const ownBefore = expected.own
  const mayFail = !model.encoderWorks
  let answer: Recommendation[]
  try {
    if (step.do === 'similar') answer = await engine.similar([step.id], { limit: LIMIT })
    else if (step.do === 'forYou') answer = await engine.forYou({ limit: LIMIT })
    else answer = await engine.search(step.text, { limit: LIMIT, complete: step.complete })
  } catch (thrown) {
    const code = codeOf(thrown)
    const isUnknown = step.do === 'similar' && (!before.items.has(step.id) || before.changing.has(step.id))
    if (code === 'item-unknown' && isUnknown) return
    if (code === 'encoder-failed' && step.do === 'search' && step.complete && (mayFail || !model.encoderWorks)) return
    throw thrown
  }
  const ids = answer.map(({ item }) => item.id)
  same(new Set(ids).size, ids.length, 'no item twice')
  same(
    answer.every(({ score }) => Number.isFinite(score)),
    true,
    'scores are finite',
  )
  const known = (id: ItemId) => before.items.has(id) || before.changing.has(id) || expected.items.has(id) || expected.changing.has(id)
  same(
    ids.filter((id) => !known(id)),
    [],
    'no item that was removed',
  )
  if (before.changing.size > 0 || expected.changing.size > 0 || before.items.size !== expected.items.size || expected.own !== ownBefore)
    return
  const unwanted = (step.do === 'forYou' ? expected.own : expected.own.filter(({ type }) => type === 'dismiss')).map(({ id }) => id)
  const hidden = new Set(step.do === 'similar' ? [...unwanted, step.id] : unwanted)
  same(
    ids.filter((id) => hidden.has(id)),
    [],
    'no item that was seen or dismissed',
  )
  if (step.do !== 'search') same([...ids].sort(), [...expected.items.keys()].filter((id) => !hidden.has(id)).sort(), 'every other item')
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
  fc.record({ do: one('search'), slot, text: fc.constantFrom(...QUESTIONS), complete: fc.boolean(), waits }),
  fc.record({ do: one('forYou'), slot, waits }),
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
