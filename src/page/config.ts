import { PagekinError } from '../errors.js'
import { BUILT_IN, builtInTier, hubAddress, OPTIONS, type OptionSpec } from '../options.js'
import { own } from '../own.js'
import { parseUrl } from '../parse-url.js'
import type { EncoderSource, EngineConfig } from '../protocol.js'
import type { Recommender, RecommenderOptions } from '../types.js'
import { type VisitorsMeans, whySpared } from './spared.js'

/** Where this build of pagekin finds its own files. */
export interface Delivery {
  /** Folder of worker.js, encoder-worker.js, runtime/ and models/, when the `assets` option does not name one. */
  readonly assets: string
  /** Addresses of the scripts, when they are not in that folder and the `assets` option does not name one. */
  readonly workers?: Scripts
  /** Address of numbers.js. Absent: the page loads numbers and dates itself. */
  readonly numbers?: string
  /** Text of a worker's script, for a Blob. `url` is the address that did not start. */
  workerText(worker: 'engine' | 'encoder', url: string): Promise<string>
  /** Fetches what starts a recommender once more, after a failure: browsers remember the addresses of modules that failed. */
  startAgain?(
    attempt: number,
  ): Promise<{ startRecommender(delivery: Delivery, options: RecommenderOptions | Promise<RecommenderOptions>): Promise<Recommender> }>
}

/** Addresses of the two workers, and of what one of them may need. */
export interface Scripts {
  readonly engine: string
  readonly encoder: string
  /** Reads catalogs that are not JSON rows. */
  readonly formats: string
  /** Answers `facets` and `ask`. */
  readonly explore: string
  /** Answers `topics` and `tags`. */
  readonly tree: string
  /** Answers searches with `rerank`. */
  readonly rerank: string
}

/** Options made whole: defaults filled in, addresses absolute (relative ones do not resolve in a worker from a Blob). */
export interface ClientConfig {
  /** Without interactions: the client adds those of the moment it starts an engine. */
  readonly engine: Omit<EngineConfig, 'interactions'>
  readonly workers: Scripts
  readonly keepSession: boolean
  /** Nothing is stored before the visitor agrees. */
  readonly requiresConsent: boolean
}

/**
 * @param delivery Where this build finds its own files.
 * @param pageUrl  What the page's relative addresses are relative to.
 * @param means    What the visitor's browser tells of network and device: the navigator.
 * @throws PagekinError `usage` for an option that is unknown, out of range, or missing.
 */
export function configure(
  given: RecommenderOptions,
  delivery: Pick<Delivery, 'assets' | 'workers'>,
  pageUrl: string,
  means: VisitorsMeans = {},
): ClientConfig {
  const options = own(given)
  const {
    catalog,
    items,
    pack,
    source,
    interactions,
    fields,
    currency,
    encoder = 'builtin',
    device = 'auto',
    storage = 'indexeddb',
    history = 'session',
    learn,
    consent,
    maxItemsPerVisit = 2000,
    maxBytesPerVisit,
    padding,
  } = options
  checkOptions(options)
  if (source !== undefined && typeof source?.candidates !== 'function') {
    throw new PagekinError('usage', 'createRecommender: source: received no function `candidates`, expected a CandidateSource')
  }
  if (source !== undefined && (catalog ?? items ?? pack) !== undefined) {
    throw new PagekinError('usage', 'createRecommender: received source and a catalog, items or a pack, expected one of them')
  }
  if (catalog !== undefined && items !== undefined) {
    throw new PagekinError('usage', 'createRecommender: received catalog and items, expected one of them')
  }
  if ((catalog ?? items ?? pack ?? source) === undefined) {
    throw new PagekinError('usage', 'createRecommender: received neither catalog nor items nor pack nor source, expected one of them')
  }
  const assetsUrl = folder(absolute(options.assets ?? delivery.assets, pageUrl, 'assets'))
  const workers = workersOf(options, delivery, assetsUrl)
  const isForeign = source !== undefined && source.fingerprint === undefined
  const deviceReason = isForeign ? 'the source does not name the encoder of its vectors' : device === 'auto' ? whySpared(means) : undefined
  return {
    workers,
    keepSession: history === 'session',
    requiresConsent: consent === 'required',
    engine: {
      ...(catalog !== undefined && { catalogUrl: absolute(catalog, pageUrl, 'catalog') }),
      ...(items !== undefined && { items }),
      ...(source !== undefined && { source: { fingerprint: source.fingerprint ?? 'source' } }),
      ...(pack !== undefined && { packUrl: folder(absolute(pack, pageUrl, 'pack')) }),
      ...(typeof interactions === 'string' && { logUrl: absolute(interactions, pageUrl, 'interactions') }),
      ...(fields !== undefined && { fields }),
      ...(currency !== undefined && { currency }),
      formatsUrl: workers.formats,
      exploreUrl: workers.explore,
      treeUrl: workers.tree,
      rerankUrl: workers.rerank,
      encoder: encoderSource(encoder, assetsUrl, pageUrl),
      ...(deviceReason === undefined ? { device } : { device: 'off', deviceReason }),
      storage,
      persistHistory: history === 'persist',
      ...(learn !== undefined && { learn }),
      maxItemsPerVisit,
      ...(maxBytesPerVisit !== undefined && { maxBytesPerVisit }),
      ...(padding !== undefined && { padding }),
    },
  }
}

function workersOf({ assets }: RecommenderOptions, { workers }: Pick<Delivery, 'workers'>, assetsUrl: string): Scripts {
  if (workers && assets === undefined) return workers
  const at = (file: string) => new URL(file, assetsUrl).href
  return {
    engine: at('worker.js'),
    encoder: at('encoder-worker.js'),
    formats: at('formats.js'),
    explore: at('explore.js'),
    tree: at('tree.js'),
    rerank: at('rerank.js'),
  }
}

function checkOptions(options: RecommenderOptions): void {
  for (const spec of OPTIONS) {
    const value = (options as Record<string, unknown>)[spec.name]
    if (value === undefined || spec.scope !== 'engine') continue
    if (fits(spec, value)) continue
    const expected = spec.choices ? `one of ${spec.choices.join(', ')}` : expectedOf(spec)
    throw new PagekinError(
      'usage',
      `createRecommender: ${spec.name}: received ${typeof value === 'number' ? value : JSON.stringify(value)?.slice(0, 60)}, expected ${expected}`,
    )
  }
}

function fits({ kind, takesRows, min = 0, max = Number.POSITIVE_INFINITY, choices }: OptionSpec, value: unknown): boolean {
  if (takesRows && Array.isArray(value)) return true
  if (kind === 'number') return typeof value === 'number' && value >= min && value <= max
  if (kind === 'json') return typeof value === 'object' && value !== null && Object.values(value).every((name) => typeof name === 'string')
  if (kind === 'boolean') return typeof value === 'boolean'
  return typeof value === 'string' && (choices?.includes(value) ?? true)
}

function expectedOf({ kind, min, max }: OptionSpec): string {
  if (kind === 'number') return `a number from ${min} to ${max}`
  return kind === 'json' ? 'an object of strings' : 'a string'
}

function encoderSource(encoder: string, assetsUrl: string, pageUrl: string): EncoderSource {
  const runtimeUrl = new URL('runtime/', assetsUrl).href
  const tier = builtInTier(encoder)
  if (tier) {
    // vectors of each tier are kept under an address of their own
    const query = encoder.replace(/^builtin\??/, '').replace('?', '&')
    const baseUrl = new URL(`models/${BUILT_IN}/${query && `?${query}`}`, assetsUrl).href
    return { id: BUILT_IN, baseUrl, runtimeUrl, ...tier }
  }
  if (/^(builtin|multilingual)\?/.test(encoder)) {
    const tiers = 'builtin, builtin?layers=1, builtin?dimensions=128 (64, 256, 384), builtin?layers=1&dimensions=128, or multilingual'
    throw new PagekinError('usage', `createRecommender: encoder: received "${encoder.slice(0, 60)}", expected ${tiers}`)
  }
  const baseUrl = hubAddress(encoder) ?? folder(absolute(encoder, pageUrl, 'encoder'))
  return { id: encoder, baseUrl, runtimeUrl }
}

function absolute(address: string, base: string, option: string): string {
  const url = parseUrl(address, base)
  if (url) return url.href
  throw new PagekinError('usage', `createRecommender: ${option}: received "${address.slice(0, 60)}", expected an address`)
}

function folder(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}
