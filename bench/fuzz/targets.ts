import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { compileFilter } from '../../src/catalog/filter.js'
import { parseCatalog } from '../../src/catalog/parse.js'
import { parseLine } from '../../src/cli/input-files.js'
import { readEngineOptions, readSettings } from '../../src/element/settings.js'
import { parseCanary } from '../../src/encoder/canary.js'
import { BUILTIN_MODEL } from '../../src/encoder/fixtures.test-helper.js'
import { parseManifest } from '../../src/encoder/model-settings.js'
import { createTokenizer } from '../../src/encoder/tokenizer.js'
import { ask } from '../../src/engine/answers/ask.js'
import { hashSearched } from '../../src/engine/catalog-rows.js'
import { openEngine } from '../../src/engine/engine.test-helper.js'
import { isInteraction } from '../../src/interaction.js'
import { sentences } from '../../src/lexical/sentences.js'
import { tokenize } from '../../src/lexical/tokens.js'
import { OPTIONS } from '../../src/options.js'
import { fileHash } from '../../src/pack/file-hash.js'
import { readInteractions } from '../../src/pack/interactions.js'
import { type PackManifest, readManifest, writeManifest } from '../../src/pack/manifest.js'
import { neighboursOf } from '../../src/pack/neighbours.js'
import { Pack } from '../../src/pack/open-pack.js'
import { contentOf, filesOf } from '../../src/pack/pack.test-helper.js'
import { itemsOf, vectorsIn } from '../../src/pack/read-pack.js'
import { readSearches } from '../../src/pack/searches.js'
import { toAskRequest, toIds, toOptions, toRequest, toTexts } from '../../src/page/request.js'
import { wishesOf } from '../../src/ranking/queries/wishes/wishes.js'
import { connect } from '../../src/rpc.js'
import { safeUrl } from '../../src/shelf/safe-url.js'
import { readStoredBlock } from '../../src/store/compaction.js'
import { isStoredCatalog, isVectorMeta } from '../../src/store/stored-shapes.js'
import type { AskOptions, Item } from '../../src/types.js'
import { packBlock } from '../../src/vectors/blocks.js'
import { feedTargets } from './feed-targets.js'
import { listsTargets } from './lists-targets.js'
import { hostileText, mutated } from './strings.js'
import { bytesOf, json, parsedOr, type Target } from './target.js'

const ITEMS: Item[] = ['Brass oil lamp', 'Enamel camping kettle', 'Red wool blanket', 'Steel knife'].map((title, i) => ({
  id: `sku-${i}`,
  title,
  description: `${title} for the table, made by hand.`,
  price: { value: 10 * i + 5, currency: 'EUR' },
  category: ['Home', title.split(' ').at(-1)!],
  url: `/p/${i}`,
  image: `/img/${i}.jpg`,
  available: true,
}))

export async function openTargets(): Promise<readonly Target[]> {
  const engine = await openEngine({ items: ITEMS })
  await engine.background.settled()
  const request = { callId: 1, limit: 8 }
  const files = await filesOf(contentOf(ITEMS))
  const manifest = await readManifest(Buffer.from(files.get('manifest.json')!).toString())
  const partOf = (part: string) => Buffer.from([...files].find(([name]) => name.startsWith(part))![1]).toString()
  const block = Buffer.from(
    packBlock({ dimensions: 4, keys: ['0'.repeat(32), 'f'.repeat(32)], codes: new Int8Array(8), scales: new Float32Array([1, 2]) }),
  ).toString('latin1')
  const read = (name: string) => JSON.parse(readFileSync(BUILTIN_MODEL + name, 'utf8')) as Record<string, unknown>
  const builtin = createTokenizer(read('tokenizer.json'), read('tokenizer_config.json'))
  const { model, ...tokenizer } = read('tokenizer.json') as { model: { vocab: Record<string, number> } }
  const vocabulary = Object.fromEntries(Object.entries(model.vocab).slice(0, 40))
  const tiny = { json: { ...tokenizer, model: { ...model, vocab: vocabulary } }, config: read('tokenizer_config.json') }
  const stored = { items: ITEMS, hashes: ITEMS.map(() => '0'.repeat(32)), storedAt: 1 }

  /** A pack whose only file of each kind has this text, and is named by it. */
  const packOf = async (text: string): Promise<Pack> => {
    const bytes = bytesOf(text)
    const hash = await fileHash(bytes)
    const whole: PackManifest = { ...manifest, items: [hash], vectors: [hash], neighbours: [hash], interactions: [hash], searches: [hash] }
    return new Pack(whole, async () => bytes)
  }

  return [
    { name: 'catalog', make: json(ITEMS, { items: ITEMS }, { 'sku-1': ITEMS[1] }), read: (text) => parseCatalog(text) },
    { name: 'catalog of lines', make: (random) => ITEMS.map((item) => json(item)(random)).join('\n'), read: (text) => parseCatalog(text) },
    {
      name: 'fields of a row',
      make: hostileText,
      read: (text) =>
        parseCatalog([
          {
            id: 'a',
            title: text,
            description: text,
            price: text,
            image: text,
            url: text,
            category: text,
            availability: text,
            tags: [text],
            [text]: text,
            main_picture: text,
          },
        ]),
    },
    {
      name: 'manifest of a pack',
      make: json(parsedOr(Buffer.from(files.get('manifest.json')!).toString())),
      read: (text) => readManifest(text),
    },
    {
      name: 'manifest of a pack, with its checksum',
      make: json(manifest),
      read: async (text) => {
        const body = parsedOr(text)
        if (typeof body !== 'object' || body === null) return
        await readManifest(await writeManifest({ ...manifest, ...body }))
      },
    },
    { name: 'items of a pack', make: json(parsedOr(partOf('items'))), read: async (text) => itemsOf(await packOf(text)) },
    {
      name: 'neighbours of a pack',
      make: json(parsedOr(partOf('neighbours'))),
      read: async (text) => neighboursOf(await packOf(text), 'sku-1'),
    },
    {
      name: 'interactions of a pack',
      make: json({
        ids: ['a', 'b'],
        users: [2, 3],
        together: { offset: [0, 1, 2], rows: [1, 0], weights: [0.5, 0.5] },
        next: { offset: [0, 0, 0], rows: [], weights: [] },
      }),
      read: async (text) => {
        const pack = await packOf(text)
        return readInteractions(await pack.json('interactions', pack.manifest.interactions![0]!))
      },
    },
    {
      name: 'searches of a pack',
      make: json([{ id: 'sku-1', words: 'mug mug', vector: 7, text: '01234567' }]),
      read: async (text) => {
        const pack = await packOf(text)
        const value = readSearches([await pack.json('searches', pack.manifest.searches![0]!)])
        return hashSearched(ITEMS, { files: '', value })
      },
    },
    {
      name: 'vectors of a pack',
      make: (random) => mutated(block, random),
      read: async (text) => {
        const pack = await packOf(text)
        return vectorsIn(pack, pack.manifest.vectors![0]!)
      },
    },
    { name: 'stored block', make: (random) => mutated(block, random), read: (text) => readStoredBlock(bytesOf(text).buffer) },
    {
      name: 'stored block, with its checksum and length',
      make: (random) => mutated(block, random),
      read: (text) => {
        const { buffer } = bytesOf(text.padEnd(32, '\0'))
        const header = new DataView(buffer)
        header.setUint32(0, 0x42564b50, true)
        header.setUint32(12, buffer.byteLength, true)
        header.setUint32(4, crc32(new Uint8Array(buffer, 8)), true)
        readStoredBlock(buffer)
      },
    },
    {
      name: 'stored records',
      make: json(stored, { fingerprint: 'f', dimensions: 4, dtype: 'q8' }, { type: 'view', id: 'a', at: 1 }),
      read: (text) => [isStoredCatalog, isVectorMeta, isInteraction, readStoredBlock].map((check) => check(parsedOr(text))),
    },
    { name: 'manifest of a model', make: json(read('pagekin.json')), read: (text) => parseManifest(parsedOr(text)) },
    {
      name: 'self-test of a model',
      make: json({ texts: ['a'], int8: [[1, 0]], float32: [[1, 0]] }),
      read: (text) => parseCanary(parsedOr(text)),
    },
    {
      name: 'files of a tokenizer',
      make: json(tiny),
      read: (text) => {
        const { json: files, config } = (parsedOr(text) ?? {}) as Record<string, unknown>
        createTokenizer(files, config).encode('a lamp', 16)
      },
    },
    { name: 'text for a tokenizer', make: hostileText, read: (text) => builtin.encode(text, 256) },
    {
      name: 'attributes of the element',
      make: hostileText,
      read: (text) => {
        const given = Object.fromEntries(OPTIONS.map(({ name }) => [name, text]))
        readSettings(given)
        readEngineOptions(given)
      },
    },
    {
      name: 'address',
      make: (random) => mutated('https://shop.test/p/1?a=b#c', random),
      read: (text) => {
        for (const kind of ['link', 'image'] as const) {
          const url = safeUrl(text, 'https://shop.test/', kind)
          if (url !== undefined && !/^https?:\/\/[^/@]*\/|^data:image\/(?:png|jpe?g|gif|webp|avif)[;,]/i.test(url))
            throw new Error(`not safe: ${url}`)
        }
      },
    },
    {
      name: 'message between threads',
      make: json(
        { t: 'q', i: '1', m: 'similar', a: [['sku-1'], request] },
        { t: 's', i: '1', r: { ok: true, value: 1 } },
        { t: 's', i: '1', e: 'no' },
      ),
      read: async (text) => {
        const channel = new EventTarget() as EventTarget & { postMessage(message: unknown): void }
        channel.postMessage = () => undefined
        const remote = connect(channel as never, { similar: () => 1 })
        channel.dispatchEvent(new MessageEvent('message', { data: parsedOr(text) }))
        await null
        remote.$close()
      },
    },
    {
      name: 'search',
      make: (random) => (random() < 0.5 ? mutated('lamp or kettle, not red, under 50 euro', random) : hostileText(random)),
      read: (text) => engine.search(text, request),
    },
    {
      name: 'wishes',
      make: (random) => mutated('lamp or kettle, not red, between 10 and 50 euro', random),
      read: (text) => wishesOf(text, { literal: [text.slice(3, 9)] }),
    },
    { name: 'words', make: hostileText, read: (text) => [tokenize(text), sentences(text)] },
    {
      name: 'options of a request',
      make: json({
        limit: 8,
        diversity: 0.3,
        where: { price: { max: 10 }, category: ['Home'] },
        exclude: ['sku-1'],
        rules: { pin: ['sku-2'], boost: [{ where: { brand: 'x' }, weight: 1 }], atMost: { brand: 2 } },
      }),
      read: async (text) => {
        const given = toRequest('fuzz', 1, toOptions('fuzz', parsedOr(text) as never))
        await engine.similar(toIds('fuzz', 'sku-1'), given)
      },
    },
    {
      name: 'filter',
      make: json({ price: { max: 10 }, any: [{ not: { category: 'Home' } }, { title: { min: 1 } }] }),
      read: (text) => compileFilter(parsedOr(text) as never, ITEMS),
    },
    {
      name: 'options of a question',
      make: json({ said: ['a lamp', 'not red'], told: [{ field: 'category', values: ['Home'] }], values: 4, limit: 3, fields: ['price'] }),
      read: async (text) => {
        const options = toOptions('ask', parsedOr(text) as AskOptions)
        const asked = toAskRequest(options)
        const found = await engine.search(toTexts('ask: said', options.said ?? []).join(', '), { limit: 100 })
        engine.explore((context) => ask({ ...asked, found: found.map(({ item }) => item.id) }, context))
      },
    },
    { name: 'line of a file', make: json(ITEMS[0]), read: (text) => parseLine(text, 'file', 1) },
    ...feedTargets(),
    ...(await listsTargets(ITEMS)),
  ]
}
