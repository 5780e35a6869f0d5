import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { fingerprint } from './fingerprint.js'
import { BUILTIN_MODEL, folderSource, RUNTIME_FOLDER } from './fixtures.test-helper.js'
import { installedRuntimeFiles } from './installed-runtime.js'
import { createFolderSource } from './model-files.js'
import { loadSettings, parseManifest } from './model-settings.js'
import { RUNTIME_FILES } from './runtime-files.js'

/** A folder with these JSON files. */
function folder(files: Readonly<Record<string, unknown>>) {
  return createFolderSource(async (path) => (path in files ? new TextEncoder().encode(JSON.stringify(files[path])) : null))
}

test('the manifest of the built-in model names every file of its folder, with its hash and size', async () => {
  const settings = await loadSettings(folderSource(BUILTIN_MODEL), 'pagekin-mini-v2')
  expect(settings).toMatchObject({ id: 'pagekin-mini-v2', pooling: 'mean', dimensions: 384, maxTokens: 256 })
  const present = (await readdir(BUILTIN_MODEL, { recursive: true })).filter(
    (path) => /\.(json|bin)$/.test(path) && path !== 'pagekin.json',
  )
  expect(Object.keys(settings.files ?? {}).sort()).toEqual(present.sort())
  for (const [path, hash] of Object.entries(settings.files ?? {})) {
    const bytes = await readFile(`${BUILTIN_MODEL}${path}`)
    expect({ sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }, path).toEqual(hash)
  }
})

test('the table of runtime files is that of the installed onnxruntime-web', async () => {
  expect(installedRuntimeFiles().filter((path) => !existsSync(path))).toEqual([])
  for (const { name, sha256, bytes } of Object.values(RUNTIME_FILES)) {
    const file = await readFile(`${RUNTIME_FOLDER}/${name}`)
    expect({ bytes: file.length, sha256: createHash('sha256').update(file).digest('hex') }, name).toEqual({ bytes, sha256 })
  }
})

const WEB_SEARCH = 'Instruct: Given a web search query, retrieve relevant passages that answer the query'
const DOCUMENTS = 'Instruct: Given a query, retrieve documents that answer the query'

describe('a model without a manifest', () => {
  test.each([
    ['Xenova/all-MiniLM-L6-v2', 'mean', '', ''],
    ['Xenova/bge-small-en-v1.5', 'cls', 'Represent this sentence for searching relevant passages: ', ''],
    ['Xenova/multilingual-e5-small', 'mean', 'query: ', 'passage: '],
    ['intfloat/multilingual-e5-large-instruct', 'mean', `${WEB_SEARCH}\nQuery: `, ''],
    ['nomic-ai/nomic-embed-text-v1.5', 'mean', 'search_query: ', 'search_document: '],
    ['Supabase/gte-small', 'mean', '', ''],
    ['Alibaba-NLP/gte-base-en-v1.5', 'cls', '', ''],
    ['BAAI/bge-m3', 'cls', '', ''],
    ['Snowflake/snowflake-arctic-embed-xs', 'cls', 'Represent this sentence for searching relevant passages: ', ''],
    ['Snowflake/snowflake-arctic-embed-m-v2.0', 'cls', 'query: ', ''],
    ['KaLM-Embedding/KaLM-embedding-multilingual-mini-instruct-v2.5', 'mean', `${DOCUMENTS} \n Query: `, ''],
    ['onnx-community/Qwen3-Embedding-0.6B-ONNX', 'last', `${WEB_SEARCH}\nQuery:`, ''],
    ['Alibaba-NLP/gte-modernbert-base', 'cls', '', ''],
  ])('%s has its well-known settings', async (id, pooling, query, item) => {
    expect(await loadSettings(folder({}), id)).toMatchObject({ id, pooling, prefix: { query, item } })
  })

  test.each([
    ['Xenova/all-MiniLM-L6-v2', 256],
    ['Xenova/all-MiniLM-L12-v2', 128],
    ['Xenova/paraphrase-MiniLM-L6-v2', 128],
    ['Xenova/paraphrase-multilingual-MiniLM-L12-v2', 128],
    ['Xenova/bge-small-en-v1.5', 512],
  ])('%s reads %d tokens', async (id, maxTokens) => {
    expect((await loadSettings(folder({}), id)).maxTokens).toBe(maxTokens)
  })

  test('of which the first dimensions stand alone, says at which lengths', async () => {
    expect((await loadSettings(folder({}), 'KaLM-Embedding/KaLM-embedding-multilingual-mini-instruct-v2.5')).mrl).toEqual([
      64, 128, 256, 512,
    ])
    expect((await loadSettings(folder({}), 'Xenova/all-MiniLM-L6-v2')).mrl).toEqual([])
  })

  test('an unknown id takes what sentence-transformers wrote beside it, and the mean where that is missing', async () => {
    const files = {
      '1_Pooling/config.json': { pooling_mode_cls_token: true },
      sentence_bert_config: {},
      'sentence_bert_config.json': { max_seq_length: 128 },
    }
    expect(await loadSettings(folder(files), 'who/knows')).toMatchObject({ pooling: 'cls', maxTokens: 128 })
    expect(await loadSettings(folder({ 'config.json': { max_position_embeddings: 200 } }), 'who/knows')).toMatchObject({
      pooling: 'mean',
      maxTokens: 200,
    })
    expect(await loadSettings(folder({}), 'who/knows')).toMatchObject({ pooling: 'mean', maxTokens: 512, prefix: { query: '', item: '' } })
  })

  test.each([
    [
      { query: 'ask: ', document: 'text: ' },
      { query: 'ask: ', item: 'text: ' },
    ],
    [
      { query: 'ask: ', passage: 'text: ' },
      { query: 'ask: ', item: 'text: ' },
    ],
    [
      { query: 1, document: null },
      { query: '', item: '' },
    ],
  ])('an unknown id takes the prompts that sentence-transformers wrote beside it: %j', async (prompts, prefix) => {
    expect((await loadSettings(folder({ 'config_sentence_transformers.json': { prompts } }), 'who/knows')).prefix).toEqual(prefix)
  })
})

test('a manifest with a wrong field is refused with the name of the field', async () => {
  const good = JSON.parse(await readFile(`${BUILTIN_MODEL}pagekin.json`, 'utf8'))
  expect(parseManifest(good).id).toBe('pagekin-mini-v2')
  const wrong = { id: '', pooling: 'max', normalize: false, dimensions: 0, maxTokens: '256', prefix: { query: '' }, mrl: [0.5], files: {} }
  for (const [field, value] of Object.entries(wrong)) {
    expect(() => parseManifest({ ...good, [field]: value }), field).toThrow(new RegExp(`model-corrupt.*${field}: received`))
  }
  expect(() => parseManifest({ ...good, files: { x: { sha256: 'AB', bytes: 1 } } })).toThrow(/files\["x"\]/)
})

test('the fingerprint changes with each part of the identity and with nothing else', async () => {
  const settings = { id: 'm', pooling: 'mean', prefix: { query: '', item: '' }, maxTokens: 256 } as const
  const base = await fingerprint(settings, 384, 'hash', null)
  expect(base).toMatch(/^[0-9a-f]{16}$/)
  expect(await fingerprint({ ...settings, prefix: { item: '', query: '' } }, 384, 'hash', null)).toBe(base)
  const others = await Promise.all([
    fingerprint({ ...settings, id: 'n' }, 384, 'hash', null),
    fingerprint({ ...settings, pooling: 'cls' }, 384, 'hash', null),
    fingerprint({ ...settings, prefix: { query: 'q', item: '' } }, 384, 'hash', null),
    fingerprint({ ...settings, prefix: { query: '', item: 'q' } }, 384, 'hash', null),
    fingerprint({ ...settings, maxTokens: 128 }, 384, 'hash', null),
    fingerprint(settings, 128, 'hash', null),
    fingerprint(settings, 384, 'other', null),
    fingerprint(settings, 384, 'hash', 'weights'),
  ])
  expect(new Set([base, ...others]).size).toBe(others.length + 1)
})

test('a model without a manifest is known by its weights, from wherever it was read', async () => {
  const settings = { id: 'owner/name', pooling: 'mean', prefix: { query: '', item: '' }, maxTokens: 256 } as const
  const elsewhere = { ...settings, id: './folder' }
  expect(await fingerprint(settings, 384, 'hash', 'weights')).toBe(await fingerprint(elsewhere, 384, 'hash', 'weights'))
  expect(await fingerprint(settings, 384, 'hash', 'weights')).not.toBe(await fingerprint(settings, 384, 'hash', 'other weights'))
})
