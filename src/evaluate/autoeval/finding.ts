import type { CatalogFacts } from './facts.js'

export type FindingKind =
  | 'rejected-rows'
  | 'unreadable-language'
  | 'same-text'
  | 'near-duplicates'
  | 'dead-ends'
  | 'short-texts'
  | 'never-shown'
  | 'hubs'
  | 'no-description'
  | 'no-image'
  | 'no-link'
  | 'no-price'
  | 'unavailable'
  | 'repeated-sentences'
  | 'field-constant'
  | 'field-identifier'
  | 'field-noise'
  | 'field-harmful'

export interface Example {
  readonly ids: readonly string[]
  /** What is wrong there, in few words. */
  readonly note: string
}

/** One thing that is wrong with a catalog, for its owner. */
export interface Finding {
  readonly kind: FindingKind
  /** What is wrong, with its count. A sentence. */
  readonly title: string
  /** What it costs visitors. */
  readonly why: string
  /** What to do. */
  readonly advice: string
  readonly count: number
  /** How many items could have it. */
  readonly of: number
  /** `count / of` times the weight of the kind. Findings are ordered by it. */
  readonly harm: number
  /** The first five. */
  readonly examples: readonly Example[]
}

/** Looks for one kind of defect. Returns null or an empty list if there is none. */
export type Detector = (facts: CatalogFacts) => Finding | readonly Finding[] | null

export const EXAMPLES = 5

/**
 * How bad a defect is for an item, 0 to 1. With 1 the item might as well be missing. An opinion, written down so that the order of
 * findings is the same for everybody.
 */
export const WEIGHTS: Readonly<Record<FindingKind, number>> = {
  'rejected-rows': 1,
  'unreadable-language': 0.9,
  'dead-ends': 0.8,
  'same-text': 0.7,
  'near-duplicates': 0.5,
  'short-texts': 0.5,
  'never-shown': 0.4,
  hubs: 0.4,
  'field-harmful': 0.3,
  'no-description': 0.3,
  'no-image': 0.25,
  'no-link': 0.6,
  unavailable: 0.2,
  'field-noise': 0.15,
  'no-price': 0.15,
  'field-identifier': 0.1,
  'repeated-sentences': 0.1,
  'field-constant': 0.05,
}

type Parts = Omit<Finding, 'harm' | 'examples'> & { readonly examples: readonly Example[] }

export function finding(parts: Parts): Finding {
  const { kind, count, of, examples } = parts
  return { ...parts, harm: (count / Math.max(1, of)) * WEIGHTS[kind], examples: examples.slice(0, EXAMPLES) }
}

/** `1 item`, `3 items`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

/** `12 %`, `0.4 %`. */
export function percent(share: number): string {
  const value = 100 * share
  return `${value > 0 && value < 1 ? value.toFixed(1) : Math.round(value)} %`
}

/** `12 %`, and of how many items if only some were measured. */
export function shareOf(count: number, { sample, items }: Pick<CatalogFacts, 'sample' | 'items'>, of: number = sample.length): string {
  return `${percent(count / Math.max(1, of))}${sample.length < items.length ? ` of the ${of.toLocaleString('en')} measured` : ''}`
}
