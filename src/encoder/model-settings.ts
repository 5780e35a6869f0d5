import { PagekinError } from '../errors.js'
import { type FileHash, type FileSource, readJson } from './model-files.js'
import type { Pooling } from './pooling.js'

/** How a model turns text into vectors. */
export interface ModelSettings {
  readonly id: string
  readonly pooling: Pooling
  /** Put before each text, by what it is. */
  readonly prefix: { readonly query: string; readonly item: string }
  /** Special tokens included. */
  readonly maxTokens: number
  /** Of a manifest; null: as the model's output has. */
  readonly dimensions: number | null
  /** Lengths at which the first dimensions stand alone. */
  readonly mrl: readonly number[]
  /** Of a manifest; null: any file may exist, and hashes are pinned at the first download. */
  readonly files: Readonly<Record<string, FileHash>> | null
}

/** The model that comes with pagekin. Its manifest names the hashes of its other files. A test compares this with the file. */
const BUILT_IN = {
  id: 'pagekin-mini-v2',
  manifest: { sha256: '41970db6c8970d6c045a8d5987841bf31c4020b1d2bf41853e04ac2d456d30b1', bytes: 1483 },
}

/** What a page can afford, where the model could read more. */
const FOREIGN_MAX_TOKENS = 512

const PASSAGES_QUERY = 'Represent this sentence for searching relevant passages: '
const WEB_SEARCH = 'Instruct: Given a web search query, retrieve relevant passages that answer the query'
const DOCUMENTS = 'Instruct: Given a query, retrieve documents that answer the query'

interface WellKnown {
  readonly pooling: Pooling
  /** Default: none. */
  readonly query?: string
  readonly item?: string
  /** Where the model reads less than a page can afford. */
  readonly maxTokens?: number
  readonly mrl?: readonly number[]
}

/**
 * Settings that an export does not carry in its files, by what the id contains. First match wins. Lengths that need more than cutting
 * (nomic's take a layer norm before) are not listed.
 *
 * Found in public sources that quote the models' own files (MTEB's model files, exports for MLX and ExecuTorch, copies of
 * `config_sentence_transformers.json` and `1_Pooling/config.json`): pooling, prefixes and lengths of arctic; prefixes of nomic, KaLM, Qwen3
 * and e5-instruct; last-token pooling of Qwen3; the mean of KaLM and e5; [CLS] of gte-modernbert and bge-m3; 256 tokens of MiniLM-L6, and
 * 128 of MiniLM-L12 (one source says 256; the shorter is safe). From memory of their cards: bge-en, the other gte, mxbai, paraphrase.
 */
const WELL_KNOWN: readonly (readonly [id: RegExp, settings: WellKnown])[] = [
  [/paraphrase-(multilingual-)?minilm|minilm-l12-v\d/i, { pooling: 'mean', maxTokens: 128 }],
  [/minilm-l\d+-v\d/i, { pooling: 'mean', maxTokens: 256 }],
  [/bge-(small|base|large)-en/i, { pooling: 'cls', query: PASSAGES_QUERY }],
  [/bge-m3\b/i, { pooling: 'cls' }],
  [/mxbai-embed-large/i, { pooling: 'cls', query: PASSAGES_QUERY }],
  [/arctic-embed-(m-v2|l-v2)/i, { pooling: 'cls', query: 'query: ', mrl: [256] }],
  [/arctic-embed-m-v1\.5/i, { pooling: 'cls', query: PASSAGES_QUERY, mrl: [256] }],
  [/arctic-embed/i, { pooling: 'cls', query: PASSAGES_QUERY }],
  [/e5-(small|base|large)-instruct/i, { pooling: 'mean', query: `${WEB_SEARCH}\nQuery: ` }],
  [/\be5-(small|base|large)/i, { pooling: 'mean', query: 'query: ', item: 'passage: ' }],
  [/nomic-embed-text/i, { pooling: 'mean', query: 'search_query: ', item: 'search_document: ' }],
  [/gte-(small|base|large)$/i, { pooling: 'mean' }],
  [/gte-(multilingual-base|modernbert-base|(base|large)-en)/i, { pooling: 'cls' }],
  [/kalm-embedding/i, { pooling: 'mean', query: `${DOCUMENTS} \n Query: `, mrl: [64, 128, 256, 512] }],
  [/qwen3-embedding/i, { pooling: 'last', query: `${WEB_SEARCH}\nQuery:`, mrl: [64, 128, 256, 512] }],
]

/**
 * The settings of a model folder: its `pagekin.json`, else those known for its id, else what sentence-transformers wrote
 * beside it (`1_Pooling/config.json`, `sentence_bert_config.json`, the prompts of `config_sentence_transformers.json`), else the mean without
 * prefixes.
 *
 * Throws `model-corrupt` for a manifest that is none, and for one of the built-in model that is not its own; `model-unavailable` where
 * the built-in model has none.
 */
export async function loadSettings(source: FileSource, id: string, signal?: AbortSignal): Promise<ModelSettings> {
  const manifest = await readJson(
    source,
    'pagekin.json',
    id === BUILT_IN.id ? { expected: BUILT_IN.manifest, signal } : { fresh: true, signal },
  )
  if (manifest !== null) return parseManifest(manifest)
  const known = WELL_KNOWN.find(([pattern]) => pattern.test(id))?.[1]
  if (known) {
    const { pooling, query = '', item = '', maxTokens = FOREIGN_MAX_TOKENS, mrl = [] } = known
    return { id, pooling, prefix: { query, item }, maxTokens, dimensions: null, mrl, files: null }
  }
  const pooling = record(await readJson(source, '1_Pooling/config.json', { signal }))
  const sentence = record(await readJson(source, 'sentence_bert_config.json', { signal }))
  const config = record(await readJson(source, 'config.json', { signal }))
  const prompts = record(record(await readJson(source, 'config_sentence_transformers.json', { signal })).prompts)
  const limits = [sentence.max_seq_length, config.max_position_embeddings, FOREIGN_MAX_TOKENS].filter((limit) => isCount(limit))
  return {
    id,
    pooling: pooling.pooling_mode_cls_token === true ? 'cls' : pooling.pooling_mode_lasttoken === true ? 'last' : 'mean',
    prefix: { query: textOf(prompts.query), item: textOf(prompts.document ?? prompts.passage) },
    maxTokens: Math.min(...limits),
    dimensions: null,
    mrl: [],
    files: null,
  }
}

/** Reads a parsed `pagekin.json`. Throws `model-corrupt`, with the field that does not fit. */
export function parseManifest(json: unknown): ModelSettings {
  const { id, pooling, normalize, dimensions, maxTokens, prefix, mrl, files } = record(json)
  const { query, item } = record(prefix)
  if (typeof id !== 'string' || id === '') throw notManifest('id', id, 'a name')
  if (pooling !== 'mean' && pooling !== 'cls' && pooling !== 'last') throw notManifest('pooling', pooling, 'mean, cls or last')
  if (normalize !== true) throw notManifest('normalize', normalize, 'true')
  if (!isCount(dimensions)) throw notManifest('dimensions', dimensions, 'a whole number above 0')
  if (!isCount(maxTokens)) throw notManifest('maxTokens', maxTokens, 'a whole number above 0')
  if (typeof query !== 'string' || typeof item !== 'string') throw notManifest('prefix', prefix, 'query and item')
  if (!Array.isArray(mrl) || !mrl.every(isCount)) throw notManifest('mrl', mrl, 'a list of whole numbers')
  const hashes = Object.entries(record(files)).map(([path, hash]) => [path, parseHash(path, hash)] as const)
  if (hashes.length === 0) throw notManifest('files', files, 'a hash for every file')
  return { id, pooling, prefix: { query, item }, maxTokens, dimensions, mrl, files: Object.fromEntries(hashes) }
}

function parseHash(path: string, hash: unknown): FileHash {
  const { sha256, bytes } = record(hash)
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256) || !isCount(bytes)) {
    throw notManifest(`files["${path}"]`, hash, 'sha256 (64 hexadecimal digits) and bytes')
  }
  return { sha256, bytes }
}

function notManifest(field: string, received: unknown, expected: string): PagekinError {
  return new PagekinError(
    'model-corrupt',
    `pagekin.json: ${field}: received ${JSON.stringify(received)?.slice(0, 80)}, expected ${expected}`,
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
