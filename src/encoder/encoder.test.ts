import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dotProduct } from '../vectors/normalize.js'
import { createEncoder, type Encoder } from './encoder.js'
import { BUILTIN_MODEL, folderSource, ONNX_MODEL, readJsonFile, SHARED_MODELS } from './fixtures.test-helper.js'
import { installedRuntime } from './installed-runtime.js'
import { createFolderSource, type FileSource } from './model-files.js'

const runtime = installedRuntime()
const builtin = folderSource(BUILTIN_MODEL)
const start = (model: FileSource, options: { dimensions?: number; layers?: number; multilingual?: true } = {}) =>
  createEncoder({ id: 'builtin', model, runtime, device: 'auto', ...options })
const rowsOf = (vectors: Float32Array, dimensions: number) =>
  Array.from({ length: vectors.length / dimensions }, (_, row) => vectors.subarray(row * dimensions, (row + 1) * dimensions))

/** A folder, with some files changed. */
function changed(change: (path: string, bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | null, folder = builtin): FileSource {
  return createFolderSource(async (path) => {
    const bytes = await folder.read(path)
    return bytes && change(path, bytes)
  })
}

/** The built-in model with another file, of which the manifest has the hash. */
function withFile(name: string, file: Uint8Array<ArrayBuffer>): FileSource {
  const sha256 = createHash('sha256').update(file).digest('hex')
  return changed((path, own) => {
    if (path === name) return file
    if (path !== 'pagekin.json') return own
    const manifest = JSON.parse(new TextDecoder().decode(own))
    manifest.files[name] = { sha256, bytes: file.length }
    return new TextEncoder().encode(JSON.stringify(manifest))
  })
}

describe('the built-in model on webassembly', () => {
  let encoder: Encoder
  let canary: { texts: string[]; float32: number[][] }

  beforeAll(async () => {
    encoder = await start(builtin)
    canary = (await readJsonFile(`${BUILTIN_MODEL}canary.json`)) as typeof canary
  })
  afterAll(() => encoder.dispose())

  test('says what it is', () => {
    expect(encoder.info).toMatchObject({ device: 'wasm', dtype: 'encoder', dimensions: 384, bytes: { runtime: 0, model: 0 } })
    expect(encoder.info.canary).toBeGreaterThan(0.985)
  })

  test('every canary text is within .985 of the vector that the native runtime gives with float32 weights', async () => {
    const vectors = rowsOf(await encoder.encode(canary.texts, 'item'), 384)
    vectors.forEach((vector, row) => {
      const reference = canary.float32[row]!
      expect(dotProduct(vector, vector)).toBeCloseTo(1, 5)
      expect(dotProduct(vector, reference) / Math.sqrt(dotProduct(reference, reference)), canary.texts[row]).toBeGreaterThan(0.985)
    })
  })

  test('a text has the same bits alone and in any company, in the order of the call', async () => {
    const alone = new Map<string, Float32Array>()
    for (const text of canary.texts) alone.set(text, await encoder.encode([text], 'item'))
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(canary.texts), async (texts) => {
        expect(rowsOf(await encoder.encode(texts, 'item'), 384)).toEqual(texts.map((text) => alone.get(text)))
      }),
      { numRuns: 5 },
    )
  })

  test('overlapping calls all answer, each its own', async () => {
    const calls = await Promise.all(canary.texts.map((text) => encoder.encode([text], 'query')))
    const together = rowsOf(await encoder.encode(canary.texts, 'query'), 384)
    expect(calls).toEqual(together)
  })

  test('an abort ends between batches, and the encoder goes on', async () => {
    const controller = new AbortController()
    const long = encoder.encode(
      Array.from({ length: 4000 }, (_, index) => `kettle number ${index}`),
      'item',
      controller.signal,
    )
    setTimeout(() => controller.abort(), 20)
    await expect(long).rejects.toMatchObject({ code: 'aborted' })
    expect(await encoder.encode(['red'], 'item')).toHaveLength(384)
    expect(await encoder.encode([], 'item')).toHaveLength(0)
  })

  test('hostile texts give finite unit vectors', async () => {
    const texts = [
      '\0\u{10ffff}\ud800',
      ' \n\t ',
      '[SEP][CLS][MASK]',
      'a'.repeat(100_000),
      '\u0301'.repeat(5_000),
      '<script>alert(1)</script>',
    ]
    for (const vector of rowsOf(await encoder.encode(texts, 'item'), 384)) expect(dotProduct(vector, vector)).toBeCloseTo(1, 4)
  })

  test('fewer dimensions are the first ones, normalised again, under another fingerprint', async () => {
    const short = await start(builtin, { dimensions: 64 })
    const [vector] = rowsOf(await short.encode(['red'], 'item'), 64)
    const prefix = (await encoder.encode(['red'], 'item')).slice(0, 64)
    const norm = Math.sqrt(dotProduct(prefix, prefix))
    prefix.forEach((value, index) => {
      expect(vector![index]).toBeCloseTo(value / norm, 5)
    })
    expect(short.info.fingerprint).not.toBe(encoder.info.fingerprint)
    await expect(start(builtin, { dimensions: 100 })).rejects.toMatchObject({ code: 'usage' })
    await short.dispose()
  })
})

describe('the built-in model with the words of more languages', () => {
  const more = { multilingual: true } as const
  let encoder: Encoder
  let english: Encoder

  beforeAll(async () => {
    encoder = await start(builtin, more)
    english = await start(builtin)
  })

  afterAll(() => Promise.all([encoder.dispose(), english.dispose()]))

  test('every canary text is within .98 of the vector that a second implementation gives, alone and in company', async () => {
    const canary = (await readJsonFile(`${BUILTIN_MODEL}canary-multilingual.json`)) as { texts: string[]; float32: number[][] }
    const together = rowsOf(await encoder.encode(canary.texts, 'item'), 384)
    for (const [row, text] of canary.texts.entries()) {
      const reference = canary.float32[row]!
      expect(dotProduct(together[row]!, reference) / Math.sqrt(dotProduct(reference, reference)), text).toBeGreaterThan(0.98)
      expect(await encoder.encode([text], 'item')).toEqual(together[row])
    }
    expect(encoder.info.canary).toBeGreaterThan(0.98)
  })

  test('gives English texts the same bits as without them', async () => {
    const texts = ['a mug', 'waterproof jacket, size M', 'Boils fast on gas and whistles low.', 'hiking boots for winter']
    expect(await encoder.encode(texts, 'query')).toEqual(await english.encode(texts, 'query'))
  })

  test.each([
    ['de', 'Regenjacke', 'warmer Schlafsack', 'Holzeisenbahn'],
    ['fr', 'veste de pluie', 'sac de couchage chaud', 'train en bois'],
    ['es', 'chaqueta impermeable', 'saco de dormir', 'tren de madera'],
    ['zh', '雨衣', '睡袋', '木制火车'],
  ])('finds English items by their names in %s', async (_, ...names) => {
    const items = ['Rain jacket, yellow', 'Warm sleeping bag', 'Wooden train set', 'Long-blade scissors', 'Desk lamp', 'Wine glasses']
    const vectors = rowsOf(await encoder.encode(items, 'item'), 384)
    const found = rowsOf(await encoder.encode(names, 'query'), 384).map((query) => {
      const cosines = vectors.map((vector) => dotProduct(query, vector))
      return items[cosines.indexOf(Math.max(...cosines))]
    })
    expect(found).toEqual(items.slice(0, 3))
  })

  test('has a fingerprint of its own, and only it asks for the files of these words', async () => {
    expect(encoder.info.fingerprint).not.toBe(english.info.fingerprint)
    const asked: string[] = []
    const listed = changed((path, bytes) => {
      asked.push(path)
      return bytes
    })
    for (const options of [{}, more]) {
      asked.length = 0
      await (await start(listed, options)).dispose()
      const ofWords = asked.filter((path) => path.includes('-multilingual')).sort()
      expect(ofWords).toEqual(options === more ? ['canary-multilingual.json', 'words-multilingual.bin', 'words-multilingual.json'] : [])
      expect(asked.includes('canary.json')).toBe(options !== more)
    }
  })

  test('refuses a file of rows that is damaged, cut or missing, and a model without one', async () => {
    const missing = changed((path, bytes) => (path === 'words-multilingual.bin' ? null : bytes))
    await expect(start(missing, more)).rejects.toMatchObject({ code: 'model-unavailable' })
    const whole = new Uint8Array(gunzipSync(await builtin.read('words-multilingual.bin').then((bytes) => bytes!)))
    for (const end of [whole.length - 1, whole.length - 132]) {
      const model = withFile('words-multilingual.bin', new Uint8Array(gzipSync(whole.subarray(0, end))))
      await expect(start(model, more)).rejects.toMatchObject({ code: 'model-corrupt' })
    }
    // sixteen rows fewer than words
    const fewer = withFile('words-multilingual.bin', new Uint8Array(gzipSync(whole.subarray(0, whole.length - 16 * 132))))
    await expect(start(fewer, more)).rejects.toMatchObject({ code: 'encoder-failed' })
    const without = changed((path, bytes) => {
      if (path !== 'pagekin.json') return bytes
      const manifest = JSON.parse(new TextDecoder().decode(bytes))
      delete manifest.files['words-multilingual.bin']
      return new TextEncoder().encode(JSON.stringify(manifest))
    })
    await expect(start(without, more)).rejects.toMatchObject({ code: 'usage' })
  })
})

describe('the built-in model that ends after one layer', () => {
  const exit = { layers: 1 }

  test('every canary text is within .999 of the vector that a second implementation gives, alone and in company', async () => {
    const early = await start(builtin, exit)
    const canary = (await readJsonFile(`${BUILTIN_MODEL}canary-1.json`)) as { texts: string[]; float32: number[][] }
    const together = rowsOf(await early.encode(canary.texts, 'item'), 384)
    for (const [row, text] of canary.texts.entries()) {
      const vector = together[row]!
      const reference = canary.float32[row]!
      expect(dotProduct(vector, vector)).toBeCloseTo(1, 5)
      expect(dotProduct(vector, reference) / Math.sqrt(dotProduct(reference, reference)), text).toBeGreaterThan(0.999)
      expect(await early.encode([text], 'item')).toEqual(vector)
    }
    expect(early.info.canary).toBeGreaterThan(0.999)
    await early.dispose()
  })

  test('has a fingerprint of its own at each length, and that of the whole model stays as it was', async () => {
    const prints: string[] = []
    for (const options of [{ dimensions: 384 }, { ...exit, dimensions: 384 }, { ...exit, dimensions: 128 }]) {
      const { info, dispose } = await start(builtin, options)
      prints.push(info.fingerprint)
      expect(info.dimensions).toBe(options.dimensions)
      await dispose()
    }
    expect(prints[0]).toBe('dd263d2634337351')
    expect(new Set(prints).size).toBe(3)
  })

  test('only it asks for the files of an exit, and not for the self-test of the whole model', async () => {
    const asked: string[] = []
    const listed = changed((path, bytes) => {
      asked.push(path)
      return bytes
    })
    for (const options of [{}, exit]) {
      asked.length = 0
      await (await start(listed, options)).dispose()
      const ofExit = asked.filter((path) => path.includes('-1.')).sort()
      expect(ofExit).toEqual(options === exit ? ['canary-1.json', 'exit-1.bin'] : [])
      expect(asked.includes('canary.json')).toBe(options !== exit)
    }
  })

  test('where a model has no exit it is refused, and so is a file of the exit that is damaged or missing', async () => {
    await expect(start(builtin, { layers: 2 })).rejects.toMatchObject({ code: 'usage' })
    const missing = changed((path, bytes) => (path === 'exit-1.bin' ? null : bytes))
    await expect(start(missing, exit)).rejects.toMatchObject({ code: 'model-unavailable' })
    for (const victim of ['exit-1.bin', 'canary-1.json']) {
      const flipped = changed((path, bytes) => {
        if (path === victim) bytes[1000]! ^= 1
        return bytes
      })
      await expect(start(flipped, exit), victim).rejects.toMatchObject({ code: 'model-corrupt' })
    }
    // the hash would say so first
    const whole = new Uint8Array(gunzipSync(await builtin.read('exit-1.bin').then((bytes) => bytes!)))
    for (const bytes of [whole.slice(0, -1), new Uint8Array([...whole, 0])]) {
      const packed = new Uint8Array(gzipSync(bytes))
      const model = withFile('exit-1.bin', packed)
      await expect(start(model, exit)).rejects.toMatchObject({ code: 'model-corrupt' })
    }
  })
})

test('without a GPU the built-in model runs on WebAssembly, and says why', async () => {
  const none = { requestAdapter: async () => null }
  for (const [device, gpu, reason] of [
    ['auto', undefined, /^WebAssembly with.*, because this browser has no WebGPU$/],
    ['auto', none, /^WebAssembly with.*, until many texts show whether WebGPU is faster$/],
    ['webgpu', none, /^WebAssembly with.*, because WebGPU gives no adapter here$/],
    ['wasm', none, /^WebAssembly with.*, as asked for$/],
  ] as const) {
    const encoder = await createEncoder({ id: 'builtin', model: builtin, runtime, device, gpu })
    expect(encoder.info).toMatchObject({ device: 'wasm', deviceReason: expect.stringMatching(reason) })
  }
})

describe('what is wrong never runs', () => {
  test('one flipped byte in any file of the manifest is refused', async () => {
    const paths = ['tokenizer.json', 'tokenizer_config.json', 'canary.json', 'encoder.bin']
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.nat(), async (victim, where) => {
        const flipped = changed((path, bytes) => {
          if (path === victim) bytes[where % bytes.length]! ^= 1
          return bytes
        })
        await expect(start(flipped)).rejects.toMatchObject({ code: 'model-corrupt' })
      }),
      { numRuns: 12 },
    )
  })

  test('missing files and another manifest are refused with their code', async () => {
    for (const missing of ['pagekin.json', 'canary.json', 'tokenizer_config.json', 'encoder.bin']) {
      const model = changed((path, bytes) => (path === missing ? null : bytes))
      const outcome = await createEncoder({ id: 'pagekin-mini-v2', model, runtime, device: 'wasm' }).catch(({ code }) => code)
      expect(outcome, missing).toBe('model-unavailable')
    }
    const relabelled = changed((path, bytes) => (path === 'pagekin.json' ? new Uint8Array([...bytes, 32]) : bytes))
    await expect(createEncoder({ id: 'pagekin-mini-v2', model: relabelled, runtime, device: 'wasm' })).rejects.toMatchObject({
      code: 'model-corrupt',
    })
  })

  // the hash would say so first: another manifest stands in for a site's own model
  test('a model file that is cut, of another format or full of other numbers is refused', async () => {
    const unpacked = new Uint8Array(gunzipSync(await builtin.read('encoder.bin').then((bytes) => bytes!)))
    const damaged: [string, Uint8Array, string][] = [
      ['cut', unpacked.slice(0, 5_000_000), 'model-corrupt'],
      ['longer', new Uint8Array([...unpacked.slice(), 0]), 'model-corrupt'],
      ['another format', unpacked.slice().fill(0, 0, 4), 'model-corrupt'],
      ['other weights', unpacked.slice().fill(99, 3_000_000, 5_000_000), 'encoder-failed'],
    ]
    for (const [name, bytes, code] of damaged) {
      const model = withFile('encoder.bin', new Uint8Array(gzipSync(bytes)))
      await expect(start(model), name).rejects.toMatchObject({ code })
    }
  })
})

if (!existsSync(ONNX_MODEL)) console.warn(`skipped: ${ONNX_MODEL} is absent`)
describe.skipIf(!existsSync(ONNX_MODEL))('an ONNX export', () => {
  const exported = folderSource(ONNX_MODEL)
  const startOnnx = (model: FileSource, files = runtime.files) =>
    createEncoder({ id: 'site', model, runtime: { ...runtime, files }, device: 'wasm' })

  test('runs on onnxruntime-web: every canary text is within .999 of the vector that the native runtime gave', async () => {
    const canary = (await readJsonFile(`${ONNX_MODEL}canary.json`)) as { texts: string[]; int8: number[][] }
    const encoder = await startOnnx(exported)
    expect(encoder.info).toMatchObject({ device: 'wasm', dtype: 'model_quantized' })
    rowsOf(await encoder.encode(canary.texts, 'item'), 384).forEach((vector, row) => {
      const reference = canary.int8[row]!
      expect(dotProduct(vector, reference) / Math.sqrt(dotProduct(reference, reference)), canary.texts[row]).toBeGreaterThan(0.999)
    })
    await encoder.dispose()
  })

  test('a changed runtime, a missing one and missing weights are refused with their code and what to do', async () => {
    const other = createFolderSource(async () => new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))
    await expect(startOnnx(exported, other)).rejects.toMatchObject({ code: 'model-corrupt' })
    const none = createFolderSource(async () => null)
    await expect(startOnnx(exported, none)).rejects.toMatchObject({
      code: 'model-unavailable',
      message: expect.stringContaining('pagekin assets copy --runtime'),
    })
    const weightless = changed((path, bytes) => (path.startsWith('onnx/') ? null : bytes), exported)
    await expect(startOnnx(weightless)).rejects.toMatchObject({ code: 'model-unavailable' })
  })

  // without a manifest nothing but the self-test stands between flipped weights and the catalog
  test('weights that load and give garbage fail the self-test', async () => {
    const garbage = changed((path, bytes) => {
      if (path === 'onnx/model_quantized.onnx') for (let at = 4_000_000; at < 6_000_000; at += 3) bytes[at]! ^= 0x55
      return bytes
    }, exported)
    await expect(startOnnx(garbage)).rejects.toMatchObject({ code: 'encoder-failed' })
  })

  test('what is no model is refused as one that does not run', async () => {
    const text = changed((path, bytes) => (path.endsWith('.onnx') ? new TextEncoder().encode('no model') : bytes), exported)
    await expect(startOnnx(text)).rejects.toMatchObject({ code: 'encoder-failed' })
  })
})

const miniLm = `${SHARED_MODELS}all-MiniLM-L6-v2/`
if (!existsSync(miniLm)) console.warn(`skipped: ${miniLm} is absent`)
test.skipIf(!existsSync(miniLm))('a foreign export with token types and without a manifest passes its self-test', async () => {
  const encoder = await createEncoder({ id: 'Xenova/all-MiniLM-L6-v2', model: folderSource(miniLm), runtime, device: 'wasm' })
  expect(encoder.info.canary).toBeGreaterThan(0.999)
  expect(encoder.info.dimensions).toBe(384)
  await encoder.dispose()
})
