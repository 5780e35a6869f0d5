/** profile.js: what is known of a visitor, in words. Fetched when somebody asks. */

import { namesOthers } from '../links.js'
import type { Interaction, Item, PrivacyState, Profile, Recommender, SharedValue, Where } from '../types.js'
import { momentFormat, privacyTexts } from './privacy-texts.js'

export { momentFormat, type PrivacyTexts, privacyTexts } from './privacy-texts.js'

/** The most values that `common` tells. */
const MOST = 5
/** Values that so few items share are no taste. */
const FEWEST = 2
/** Values that the catalog is asked about: those that most of the items share. */
const ASKED = 100

export interface Known {
  /** Oldest first. */
  readonly events: readonly Interaction[]
  readonly items: readonly Item[]
}

type Asked = Pick<Recommender, 'facets' | 'getState'>

/**
 * What `Recommender.profile` answers. The events are there even if the catalog cannot be asked what their items share.
 *
 * @param onFail Told why `common` is empty.
 */
export async function profileOf(
  { events, items }: Known,
  recommender: Asked,
  lang: string,
  onFail: (thrown: unknown) => void,
): Promise<Profile> {
  const itemOf = new Map(items.map((item) => [item.id, item]))
  const told = events.toReversed().map((event) => {
    const { title, url } = itemOf.get(event.id) ?? {}
    return { ...event, ...(title !== undefined && { title }), ...(url !== undefined && { url }) }
  })
  const unwanted = new Set(events.filter(({ type }) => type === 'dismiss').map(({ id }) => id))
  const met = items.filter(({ id }) => !unwanted.has(id))
  const common = await inCommon(met, recommender).catch((thrown: unknown) => {
    onFail(thrown)
    return []
  })
  const { privacy, learned } = recommender.getState()
  return {
    events: told,
    common,
    privacy,
    ...(learned && { learned }),
    words: inWords(told, common, privacy, learned?.helps === true, lang),
  }
}

/** How long it is kept, and why not longer, a sentence each. */
export function sentencesOf({ keeps, paused, held }: PrivacyState, lang: string): string[] {
  const texts = privacyTexts(lang)
  const why = held && (held === 'global-privacy-control' ? texts.signal : texts.consent)
  return [texts[keeps], why, paused ? texts.paused : undefined].filter((text) => text !== undefined)
}

function inWords(
  events: Profile['events'],
  common: readonly SharedValue[],
  privacy: PrivacyState,
  isTuned: boolean,
  lang: string,
): string[] {
  const texts = privacyTexts(lang)
  const moments = momentFormat(lang)
  return [
    ...sentencesOf(privacy, lang),
    ...(events.length === 0 ? [texts.nothing] : []),
    ...(isTuned ? [texts.learned] : []),
    ...common.map(({ field, value, items, of }) => `${texts.common}: ${field}: ${value} (${items}/${of})`),
    ...events.map(({ type, id, title = id, at }) => `${texts[type]}: ${title} (${moments.format(at)})`),
  ]
}

/**
 * Values that the items share, by how much more often than the catalog has them: the number of items times the logarithm of the ratio
 * of the two shares.
 */
async function inCommon(items: readonly Item[], recommender: Asked): Promise<SharedValue[]> {
  const shared = new Map<string, { field: string; value: string | boolean; items: number }>()
  for (const item of items) {
    for (const [field, value] of valuesOf(item)) {
      const key = JSON.stringify([field, value])
      const known = shared.get(key) ?? { field, value, items: 0 }
      shared.set(key, { ...known, items: known.items + 1 })
    }
  }
  const candidates = [...shared.values()]
    .filter((value) => value.items >= FEWEST)
    .sort((a, b) => b.items - a.items)
    .slice(0, ASKED)
  const total = await itemsWith({}, recommender)
  const weighed = await Promise.all(
    candidates.map(async (candidate) => {
      const all = await itemsWith({ [candidate.field]: candidate.value }, recommender)
      return { ...candidate, of: items.length, weight: candidate.items * Math.log((candidate.items * total) / (items.length * all)) }
    }),
  )
  return weighed
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST)
    .map(({ weight: _, ...value }) => value)
}

/** How many items of the catalog; one that no filter can name is no taste. */
async function itemsWith(where: Where, recommender: Asked): Promise<number> {
  try {
    return (await recommender.facets({ where, limit: 1, values: 1 })).items || Number.POSITIVE_INFINITY
  } catch (thrown) {
    // by its code: the class of client.js is another one here
    if ((thrown as { readonly code?: unknown } | null)?.code === 'filter-invalid') return Number.POSITIVE_INFINITY
    throw thrown
  }
}

/** What `where` can ask an item for, each value once, without ids of other items. */
function valuesOf({ brand, category, tags, lang, attributes = {} }: Item): readonly (readonly [string, string | boolean])[] {
  const own = Object.entries(attributes).filter(([name, value]) => !namesOthers(name, value))
  const fields = [...own, ...Object.entries<unknown>({ brand, category, tags, lang })]
  return fields.flatMap(([field, value]) =>
    [...new Set(Array.isArray(value) ? value : [value])]
      .filter((one): one is string | boolean => typeof one === 'string' || typeof one === 'boolean')
      .map((one) => [field, one] as const),
  )
}
