import { canonicalName, fieldOfAlias, remembered } from './aliases.js'
import { type Concept, GLOSSARY, type GlossaryEntry, isField } from './glossary.js'
import { jaroWinkler } from './jaro-winkler.js'

/** What the name of a field seems to mean, and how much of the name says so, 0 to 1. */
export interface NameMatch {
  readonly concept: Concept
  readonly similarity: number
}

/** Words that say whose field it is, and hardly what it is about. */
const CARRIERS = wordSet(
  'product products prod item items sku variant the a my shop offer offers listing listings object data attr attribute field col column entry record book movie film track song recipe talk game course article post main base primary default of in for to no number original current',
)
/** Marks of the system that wrote the feed. One or two letters in front are one too: `wp_title`, `g:id`. */
const SYSTEMS = wordSet(
  'google shopping merchant og twitter schema custom woo woocommerce shopify magento prestashop amazon ebay etsy facebook wordpress jetpack yoast rss atom media content commerce erp pim',
)
/** What form the value has, behind the word that says what it is. */
const FORMS = wordSet(
  'name value text list string raw html en us gb url link src code type label tree path amount gmt utc date time timestamp rendered encoded display class range map status family group kg g cm mm lb oz eur usd gbp inr',
)
/** Words that turn a field into a setting of the shop, or into another field's detail. */
const SETTINGS = wordSet(
  'is has are variants variation variations use config min max minimum maximum allow allowed show hide hidden shown enable enabled manage delete existing unit position policy tracking warning low threshold out limit expiry sort old cost wholesale tier gift message template layout label set user customer session cart order host store website account admin profile rules file page campaign batch warehouse app per next last ending',
)
/** A word in front of these, whichever it is, says which of several: `strap colour`, `movie id`, `header image`. */
const HEADS = wordSet(
  'colour color image picture photo img id rating availability category genre description desc title tag keyword saving shipping material fabric weight width height length depth price attribute review url link',
)
/** `num_reviews` and `total sales` are counts, as `review count` is. */
const COUNTS = wordSet('num number nb no total count')

/** From this similarity on a page takes a field for what its name seems to mean: docs/measurements.md#names-of-fields. */
export const ACCEPTED = 0.75

/** A title in Spanish, and a number in French. */
const DOUBTED = 'nombre'

/** What a filter is to mean, it has to name without a qualifier. */
const BEYOND_DOUBT = 0.87

const CARRIER_WEIGHT = 0.1
const SETTING_WEIGHT = 2
/** Of a word that no name has, in front of one of `HEADS`. */
const QUALIFIER_WEIGHT = 0.24
/** In a compound the last word is what is meant: the others say of which. */
const HEAD_WEIGHT = 1.5

/** Words that are nearer than this are one word, misspelt ... */
const MIN_SIMILARITY = 0.9
/** ... unless they are short: then a letter makes another word. */
const MIN_LETTERS = 5
const MAX_WORDS = 8
const MAX_CHARACTERS = 80

const BY_NAME = new Map<string, Concept>()
for (const { name, concept } of GLOSSARY) if (!BY_NAME.has(name)) BY_NAME.set(name, concept)

const BY_INITIAL = new Map<string, GlossaryEntry[]>()
for (const entry of GLOSSARY) {
  if (!entry.isWord) continue
  const initial = entry.name.charAt(0)
  const entries = BY_INITIAL.get(initial)
  if (entries === undefined) BY_INITIAL.set(initial, [entry])
  else entries.push(entry)
}

/** `skuColourName`, `sku_colour-name` and `Sku / Colour (name)` are the words sku, colour, name. */
export function wordsOfName(name: string): string[] {
  return name
    .slice(0, MAX_CHARACTERS)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}@]+/u)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS)
}

/**
 * The concept of the glossary that a name of a field means best. The name is a run of words, of which a part is one of the glossary's
 * names, letter for letter, or one word nearly so (Jaro-Winkler). The similarity is that of the letters, times the share of the
 * words that the part covers. Words that only say whose field it is, which of several, or in what form, count little.
 *
 * After the matching of table metadata with business glossaries (Lobo et al. 2023, arXiv 2309.11506), whose language model a page
 * does not have.
 */
export const matchName = remembered((name) => bestOf(nameSimilarities(name, MIN_SIMILARITY)))

/** The concept that a name means beyond doubt, letter for letter: what a person wrote by mistake is not taken for something else. */
export const exactConcept = remembered((name) => {
  const match = bestOf(nameSimilarities(name, 1))
  return match !== undefined && match.similarity >= BEYOND_DOUBT ? match.concept : undefined
})

function bestOf(similarities: ReadonlyMap<Concept, number>): NameMatch | undefined {
  let best: NameMatch | undefined
  for (const [concept, similarity] of similarities) if (similarity > (best?.similarity ?? 0)) best = { concept, similarity }
  return best
}

/** The field of `Item` that a name seems to mean although it is no alias of one. */
export const guessedField = remembered((name) => {
  const match = fieldOfAlias(name) === undefined ? matchName(name) : undefined
  return match !== undefined && match.similarity >= ACCEPTED && isField(match.concept) ? match.concept : undefined
})

/** How much of the name says so, of every concept that it names at all; letters have to agree by `minLetters`, up to 1. */
function nameSimilarities(name: string, minLetters: number): ReadonlyMap<Concept, number> {
  const canonical = canonicalName(name)
  const whole = BY_NAME.get(canonical)
  if (whole !== undefined) return new Map([[whole, canonical === DOUBTED ? BEYOND_DOUBT : 1]])
  const bracket = /\(([^()]*)\)/.exec(name.slice(0, MAX_CHARACTERS))
  if (bracket === null) return similaritiesOf(wordsOfName(name), minLetters)
  // what stands in brackets is a unit or an example, unless it alone is a name
  const outside = similaritiesOf(wordsOfName(name.replace(bracket[0], ' ')), minLetters)
  return [...outside.values()].some((similarity) => similarity >= ACCEPTED) ? outside : similaritiesOf(wordsOfName(bracket[1]!), minLetters)
}

function similaritiesOf(given: readonly string[], minLetters: number): Map<Concept, number> {
  const words = countLast(given.map((word) => (BY_NAME.has(word) ? word : word.replace(/(?<=\p{L}{3})\d+$/u, ''))))
  const similarities = new Map<Concept, number>()
  for (let start = 0; start < words.length; start++) {
    for (let end = start; end < words.length; end++) {
      const near = conceptOf(words.slice(start, end + 1), minLetters)
      if (near === undefined) continue
      const { concept, similarity } = near
      let covered = 0
      let total = 0
      words.forEach((word, at) => {
        const weight = weightOf(word, at, start, end, words)
        total += weight
        if (at >= start && at <= end) covered += weight
      })
      similarities.set(concept, Math.max(similarities.get(concept) ?? 0, (similarity * covered) / total))
    }
  }
  return similarities
}

/** What a run of words names, its last word in the singular where that is no name as it stands. */
function conceptOf(run: readonly string[], minLetters: number): NameMatch | undefined {
  const joined = run.join('')
  const concept = BY_NAME.get(joined) ?? BY_NAME.get(run.map(singular).join(''))
  if (concept !== undefined) return { concept, similarity: 1 }
  return run.length === 1 && minLetters < 1 ? nearestName(joined, minLetters) : undefined
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

/** `num reviews` and `number of reviews` are the words `reviews count`. */
function countLast(words: readonly string[]): readonly string[] {
  if (!COUNTS.has(words[0] ?? '')) return words
  const counted = words.slice(words[1] === 'of' ? 2 : 1)
  return counted.length > 0 && BY_NAME.has(`${counted.map(singular).join('')}count`) ? [...counted, 'count'] : words
}

/** What a word counts where the words from `start` to `end` are one name. */
function weightOf(word: string, at: number, start: number, end: number, words: readonly string[]): number {
  const isLast = at === words.length - 1
  if (at >= start && at <= end) return isLast || at === end ? HEAD_WEIGHT : CARRIERS.has(word) ? CARRIER_WEIGHT : 1
  if (at > end)
    return words.slice(at).every((other) => FORMS.has(other) || CARRIERS.has(other) || /^\d+$/.test(other)) ? CARRIER_WEIGHT : HEAD_WEIGHT
  if (SETTINGS.has(word)) return SETTING_WEIGHT
  if (CARRIERS.has(word) || SYSTEMS.has(word) || (at === 0 && word.length <= 2)) return CARRIER_WEIGHT
  const isQualifier = HEADS.has(singular(words[end]!)) && (!BY_NAME.has(word) || BY_NAME.get(word) === BY_NAME.get(words[end]!))
  return isQualifier ? QUALIFIER_WEIGHT : 1
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '))
}

/** The name that a word is nearly: a slip of a letter or two in a word of five letters and more. */
function nearestName(word: string, minLetters: number): NameMatch | undefined {
  let best: NameMatch | undefined
  if (word.length < MIN_LETTERS || SETTINGS.has(word)) return undefined
  for (const { name, concept } of BY_INITIAL.get(word.charAt(0)) ?? []) {
    // one of several is not all of them: `option 2`
    if (name === `${word}s` || name.length < MIN_LETTERS || Math.abs(name.length - word.length) > 2) continue
    const similarity = jaroWinkler(word, name)
    if (similarity >= minLetters && similarity > (best?.similarity ?? 0)) best = { concept, similarity }
  }
  return best
}
