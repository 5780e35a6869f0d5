import type { ErrorReport, PagekinError } from './errors.js'

/** Ids are strings. A number in a catalog is read as its decimal string. */
export type ItemId = string

export interface Price {
  readonly value: number
  /** ISO 4217 code, as the catalog writes it. */
  readonly currency?: string
}

export type AttributeValue = string | number | boolean | readonly string[]

/** One thing that can be recommended, as parsed from a row of the catalog. */
export interface Item {
  /** Unique in the catalog. */
  readonly id: ItemId
  /** What a card shows. */
  readonly title: string
  /** Address of the item's page. */
  readonly url?: string
  /** Address of its image. */
  readonly image?: string
  /** Text about the item, without HTML. */
  readonly description?: string
  /** `{ value, currency }`. */
  readonly price?: Price
  /** What it cost before a reduction, or costs elsewhere; higher than `price`, in the same currency. */
  readonly listPrice?: Price
  /** `false` hides the item unless `where` asks for it. Absent means available. */
  readonly available?: boolean
  /** Maker or seller. */
  readonly brand?: string
  /** From general to specific: `['Kitchen', 'Kettles']`. */
  readonly category?: readonly string[]
  /** Keywords. */
  readonly tags?: readonly string[]
  /** BCP 47 tag of the item's language. */
  readonly lang?: string
  /** Date, ISO 8601. */
  readonly published?: string
  /** Any number, higher is more popular. Ranks items for a visitor without a history. */
  readonly popularity?: number
  /** Variants of one product share a group; a shelf shows one of them. */
  readonly group?: string
  /** All other fields of the row. `where` can filter by them. */
  readonly attributes?: Readonly<Record<string, AttributeValue>>
}

/** A catalog row that could not be read as an `Item`. */
export interface RejectedRow {
  /** Position in the catalog, from 0, without a header. For JSON lines: the line, from 0. Messages count from 1. */
  readonly row: number
  /** The line of the file, from 1, of CSV, TSV and JSON lines. */
  readonly line?: number
  readonly field: string
  readonly why: string
}

/** A column of the catalog that was read as a field of `Item` because of its name. Set `fields` if the guess is wrong. */
export interface GuessedField {
  readonly name: string
  readonly field: string
  /** How many items got the field from this column. */
  readonly items: number
}

export type WherePrimitive = string | number | boolean
export type WhereCondition =
  | WherePrimitive
  | readonly WherePrimitive[]
  | { readonly min?: number | OfItem; readonly max?: number | OfItem }
  | { readonly not: WhereCondition }
  | { readonly exists: boolean }
  | OfItem

/** A value of the item asked about: `true` its values of the field, a number its number times that. Left out if the item has none. */
export interface OfItem {
  readonly item: true | number
}

/**
 * A filter, as data. A value means equals, an array any of, `{ min, max }` a range with both ends included. Several fields mean "and".
 * `{ item: true }` is the value of the item asked about, `{ item: 0.8 }` its number times 0.8: `{ price: { max: { item: 0.8 } }, brand: { not: { item: true } } }`.
 * An unknown field or a value of the wrong type is an error (`filter-invalid`).
 *
 * @example { price: { max: 100 }, brand: ['A', 'B'], colour: { not: 'red' } }
 */
export interface Where {
  readonly all?: readonly Where[]
  readonly any?: readonly Where[]
  readonly [field: string]: WhereCondition | readonly Where[] | undefined
}

export type InteractionType = 'view' | 'click' | 'cart' | 'purchase' | 'dismiss'

export interface Interaction {
  readonly type: InteractionType
  readonly id: ItemId
  /** Milliseconds since 1970. */
  readonly at: number
}

/** One exact term of a score. The weights of an item's reasons add up to its score. */
export type Reason =
  /** Similar in meaning to the item asked about. */
  | { readonly kind: 'similar-to'; readonly id: ItemId; readonly title: string; readonly weight: number }
  /** Similar to an item of this visitor's history. */
  | {
      readonly kind: 'because-you'
      readonly event: Exclude<InteractionType, 'dismiss'>
      readonly id: ItemId
      readonly title: string
      readonly weight: number
    }
  /** Similar in meaning to the text searched for, and to the first results of the search. */
  | { readonly kind: 'meaning'; readonly weight: number }
  /** Shares words with the text, with the first results of a search, or with the items asked about. Names five of the text or the items at most, none where only words of the first results are shared; the weight covers all. */
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly weight: number }
  /** Other visitors interacted with it together with this visitor's items, or after them. */
  | { readonly kind: 'interactions'; readonly weight: number }
  /** For a search that lists wishes: the wishes it meets and misses. */
  | { readonly kind: 'clauses'; readonly met: readonly string[]; readonly missed: readonly string[]; readonly weight: number }
  /** Steered: what it has in common with the item as asked, what differs as asked, and what it misses or does not say. */
  | {
      readonly kind: 'steered'
      readonly kept: readonly string[]
      readonly changed: readonly string[]
      readonly missed: readonly string[]
      readonly weight: number
    }
  /**
   * How much less an item is like what this visitor dismissed than like what they took, beside most items; negative if more. `id` is of the
   * dismissed item nearest to it, which need not be the cause. With `as`: how much less it is like the first of them.
   */
  | { readonly kind: 'unlike'; readonly id: ItemId; readonly title: string; readonly weight: number }
  /**
   * Goes with an item asked about: bought or linked together with it or with items like it, or of a category or tag that goes with its own.
   */
  | { readonly kind: 'goes-with'; readonly weight: number }
  /** Popular, by the catalog's `popularity` or by how many visitors met it. */
  | { readonly kind: 'popular'; readonly weight: number }
  /** This visitor did it with this item, last at `at` (milliseconds since 1970). Of the lists `recent` and `again`. */
  | { readonly kind: 'you-did'; readonly event: InteractionType; readonly at: number; readonly weight: number }
  /** New, by the catalog's date. */
  | { readonly kind: 'new'; readonly published: string; readonly weight: number }
  /** Chosen for variety, because there is neither history nor popularity; or new, and likely to be met by many. */
  | { readonly kind: 'varied'; readonly weight: number }
  /** One of the places for `explore`: drawn from the items that follow those that the list would show. Its weight is 0. */
  | { readonly kind: 'explore'; readonly weight: number }
  /** The site's own rule. */
  | { readonly kind: 'boosted'; readonly weight: number }
  /** The site's own function of `rerank` scored it high or low. Of an item that it did not score: what puts it after those that it scored. */
  | { readonly kind: 'rerank'; readonly weight: number }

/** One answer of a list. */
export interface Recommendation {
  /** The item, as parsed from the catalog. */
  readonly item: Item
  /** Sum of weighted, standardised terms. Higher is better. Compare scores within one answer only. */
  readonly score: number
  /** How likely the item is what was searched for, 0 to 1. Only in a search. Absent while the item has no vector, and where nothing but a price is asked for. */
  readonly confidence?: number
  /** Why it is here: the exact terms of `score`. */
  readonly reasons: readonly Reason[]
}

/** Items, best first, and what is known of them together. */
export interface Recommendations extends Array<Recommendation> {
  /** Names this answer in a site's own counts: made up anew for each, kept nowhere. Absent on the command line. */
  readonly recommendationId?: string
  /** `false` if no item seems to be what was searched for or steered to; the items are then the nearest there are. Absent while unknown. */
  readonly sure?: boolean
  /** What the search asked beside its words. Absent where that is nothing. */
  readonly understood?: readonly Wish[]
  /** What of the steering could not be followed, and why. Absent where that is nothing. */
  readonly unmet?: readonly Unmet[]
  /** Ways on from this answer, if `steps` asked for some. */
  readonly steps?: readonly Step[]
  /** What a list cannot be made without and is not there, as a clause. The list is then empty. */
  readonly lacks?: string
  /** True if more items exist than were at hand: of a pack in lists, the page fetches those near a question. Else absent. */
  readonly partial?: boolean
}

/** A part of the steering that was not followed. */
export interface Unmet {
  /** Which part of the steering. */
  readonly wish: 'same' | 'different' | 'not' | 'cheaper' | 'neutral' | 'ignore'
  /** The field, or the words. */
  readonly of: string
  /** `unknown`: the item asked about has no such value; of `neutral`, no item has the word. `nothing-left`: no item would be left, so it only orders them. */
  readonly why: 'unknown' | 'nothing-left'
}

/**
 * "Like this, but ...": in what an answer is to be like the items asked about, and in what it is not. What an item is known to lack
 * leaves it out; an item that does not say comes later. Fields are those of `where`.
 *
 * @example { same: ['material'], different: ['colour'], not: 'leather', like: 'for outdoors', cheaper: true }
 */
export interface Steer {
  /** Fields in which the items agree with the one asked about. */
  readonly same?: string | readonly string[]
  /** Fields in which they differ from it. */
  readonly different?: string | readonly string[]
  /** What is not wanted, in words. Words alone leave items out; once the encoder has loaded, meaning too orders them. */
  readonly not?: string | readonly string[]
  /** What the items are to be like as well, in words. */
  readonly like?: string | readonly string[]
  /** Only items of a lower price, in the same currency. */
  readonly cheaper?: boolean
  /** Two words or more of the catalog whose difference does not count: `['women', 'men']`. */
  readonly neutral?: readonly string[]
  /**
   * Fields that do not count: what the items asked about have there makes no other item more or less alike. Words of these values are not
   * looked for, in titles either. Vectors are compared without the direction in which, of 100 near items, those that have such a value
   * differ from the others. A field that no item has is the error `filter-invalid`.
   *
   * @example { ignore: 'brand' }
   */
  readonly ignore?: string | readonly string[]
}

/** One way on from an answer: join `options` to those that were asked with (`where` by `all`). */
export interface Step {
  /** In what it differs. `more` and `less`: of a number, compared with the item asked about. */
  readonly kind: 'cheaper' | 'value' | 'more' | 'less'
  /** The field that differs. */
  readonly field: string
  /** Of `value`. */
  readonly value?: string
  /** How many of the best items would be left. */
  readonly items: number
  /** What to ask with. */
  readonly options: Pick<SimilarOptions, 'cheaper' | 'where'>
}

/**
 * One thing that a search asks beside its words: a price, something that is not wanted, or alternatives. `text` is what was typed, from
 * `start` to before `end`; given as `literal` of the next search it is words again.
 */
export type Wish = { readonly text: string; readonly start: number; readonly end: number } & (
  | {
      /** The items are filtered by it. An item without a price passes no price. */
      readonly kind: 'price'
      readonly min?: number
      readonly max?: number
      /** ISO 4217. Of "$" or "kr" the one that the catalog has. Absent where none is named. */
      readonly currency?: string
      /** The catalog has other currencies only: the items are not filtered by this price. */
      readonly unused?: 'currency'
    }
  /** Items that have it come later. */
  | { readonly kind: 'without'; readonly of: string }
  /** An item is as good as its best alternative. */
  | { readonly kind: 'anyOf'; readonly of: readonly string[] }
)

/** A site's own rules for a list. */
export interface Rules {
  /** Ids that come first, in this order, if `where` allows them and the visitor has not dismissed them. */
  readonly pin?: readonly ItemId[]
  /** Adds `weight` to the score of items that match. 1 is noticeable, 3 nearly always wins, a negative weight buries. */
  readonly boost?: readonly { readonly where: Where; readonly weight: number }[]
  /** The most items of one value of a field, for example `{ brand: 2 }`. Items beyond it come last. */
  readonly atMost?: Readonly<Record<string, number>>
}

/** A value of a field, or a range of numbers with both ends included. Without `max` it has no upper end. */
export type FacetChoice = WherePrimitive | { readonly min: number; readonly max?: number }

/** A choice of a field, and how many items it leaves. */
export interface FacetValue {
  /** What `chosen` takes. */
  readonly value: FacetChoice
  /** Items that have it, of those that the filter and the choices of other fields leave. */
  readonly items: number
  /** Whether it was chosen. */
  readonly chosen: boolean
  /** Of a value below a chosen one in a path of categories: how far below. Absent at the top. */
  readonly level?: number
}

/** A field worth choosing by. */
export interface Facet {
  /** As `where` names it. */
  readonly field: string
  /** ISO 4217. Of `price`, where all items have one currency. */
  readonly currency?: string
  /** The commonest first; numbers and ranges by size. */
  readonly values: readonly FacetValue[]
}

/** What a list can be narrowed by, and by how much. */
export interface Facets {
  /** Chosen fields first, then those first of which one click takes away most. */
  readonly fields: readonly Facet[]
  /** Items that the filter and all choices leave. */
  readonly items: number
  /** True if only the items that were fetched are counted, of a pack in lists. Else absent. */
  readonly partial?: boolean
  /** The filter with the choices in it, for `search`, `similar` and `forYou`. Absent without either. */
  readonly where?: Where
}

/** What `facets` counts. */
export interface FacetsOptions {
  /** Counts only items that match. */
  readonly where?: Where
  /** What has been chosen, by field: values of one field widen the list, fields narrow it. */
  readonly chosen?: Readonly<Record<string, readonly FacetChoice[]>>
  /** These fields, in this order. Default: those by which the list can be told apart. */
  readonly fields?: readonly string[]
  /** The most fields, 1 to 100. Default 8. */
  readonly limit?: number
  /** The most values of a field, 1 to 1000. Default 10. */
  readonly values?: number
  /** Aborts the request; it rejects with `aborted`. */
  readonly signal?: AbortSignal
}

/** A phrase of the catalog's own that describes an item. */
export interface Tag {
  /** As the catalog writes it, in lower case. */
  readonly tag: string
  /** Above 0. It orders the tags of one item, and cannot be compared with those of another. */
  readonly score: number
}

/** What `tags` tells. */
export interface TagsOptions {
  /** The most tags, 1 to 100. Default 3. */
  readonly limit?: number
  /** Aborts the request; it rejects with `aborted`. */
  readonly signal?: AbortSignal
}

/** Items that are about the same, and the topics that they fall into. */
export interface Topic {
  /** A topic's parts have its id before theirs: `2.5` is the fifth part of `2`. The same for the same catalog. */
  readonly id: string
  /**
   * A category or tag of the catalog's own if one tells the topic, else phrases of its texts. `Camping, …` where fewer than half of a small
   * topic have it.
   */
  readonly name: string
  /** How many items it has. */
  readonly size: number
  /** A few, the most typical first. */
  readonly items: readonly ItemId[]
  /** The largest first; none for a small topic. */
  readonly children: readonly Topic[]
}

/** Where an item stands among the topics. */
export interface TopicPlace {
  /** Id of the item. */
  readonly item: ItemId
  /** Its title. */
  readonly title: string
  /** Its address, if it has one. */
  readonly url?: string
  /** No two items have the same. It begins with the ids of the item's topics; the more of it two items share, the nearer they are. */
  readonly id: string
  /** Where it stands on a map of the catalog, from left to right, 0 to 1. Items of a topic stand together, and alike topics near each other. */
  readonly x: number
  /** From top to bottom, 0 to 1. */
  readonly y: number
}

/** A catalog by what it is about. */
export interface Topics {
  /** The largest first. None in a catalog of very few items, or whose items have nothing in common. */
  readonly topics: readonly Topic[]
  /** Items in all of them. */
  readonly items: number
  /** By what items were compared: their words as long as fewer than half of them are embedded. */
  readonly by: 'vectors' | 'words'
  /** With `topic`: its items that are told of, for `search`, `similar` and `forYou`. */
  readonly where?: Where
  /** With `places`: every item that is told of, in the order of the catalog. */
  readonly places?: readonly TopicPlace[]
  /** True if only the items that were fetched are told of, of a pack in lists. Else absent. */
  readonly partial?: boolean
}

/** What `topics` tells. */
export interface TopicsOptions {
  /** Id of a topic: tells its parts, and of its items alone. Default: the whole catalog. */
  readonly topic?: string
  /** The most items that a topic names, 0 to 100. Default 3. */
  readonly items?: number
  /** Tells the place of every item, too. Default false. */
  readonly places?: boolean
  /** Tells only of items that match. The topics stay those of the whole catalog; some may have no such item. */
  readonly where?: Where
  /** Aborts the request; it rejects with `aborted`. */
  readonly signal?: AbortSignal
}

/** What `ask` would know next. */
export interface Question {
  /** As `where` names it; or `words`, those of titles, where no item has a field of that name. */
  readonly field: string
  /** What can be answered: values, or ranges of numbers. A visitor may also have none of them in mind, or not mind. */
  readonly values: readonly FacetChoice[]
  /** What an answer is expected to tell, in bits: 1 halves what is left. Of a field of codes, times the share of items that have an offered value. */
  readonly gain: number
}

/** An answer to a question of `ask`. Without `values` and `not`, the visitor does not mind, and is not asked again. */
export interface Told {
  /** That of the question. */
  readonly field: string
  /** Any of these. */
  readonly values?: readonly FacetChoice[]
  /** None of these: all that the question offered. */
  readonly not?: readonly FacetChoice[]
}

/** What `ask` starts from. */
export interface AskOptions {
  /** Only items that match. */
  readonly where?: Where
  /** The answers so far, in any order. Default none. */
  readonly told?: readonly Told[]
  /** What the visitor said in words, turn by turn. A search for all of it finds the items that are likelier. Default none. */
  readonly said?: readonly string[]
  /** Asks about these fields only. Default: those by which the catalog can be told apart, and `words`. */
  readonly fields?: readonly string[]
  /** The most values that a question offers, 1 to 1000. Default 6. */
  readonly values?: number
  /** The most items in `likely`, 1 to 100. Default 8. */
  readonly limit?: number
  /** Asks no more once about so many items are left, 1 to 1000. Default 3. */
  readonly enough?: number
  /** Aborts the request; it rejects with `aborted`. */
  readonly signal?: AbortSignal
}

/** A turn of `ask`. */
export interface Asked {
  /** Absent once few items are left, or no question would tell them apart. */
  readonly question?: Question
  /** The best first. Shares of all items that match add up to 1. A wrong answer lowers an item, and never drops it. */
  readonly likely: readonly { readonly id: ItemId; readonly share: number }[]
  /** Only the items that this page has fetched were asked about: it has a part of a large pack. */
  readonly partial?: boolean
  /** With `said`: how many items the words find, at most 100. If none, they change nothing. */
  readonly found?: number
  /** About how many items are left: as many equally likely ones would be as uncertain. */
  readonly items: number
  /**
   * The filter of the items that no answer contradicts, of the whole catalog. If each item that matches contradicts one, of those with as
   * few contradictions as the best of them. For `facets`, `search` or a list beside the questions. Absent without answers.
   */
  readonly where?: Where
}

/** Options of `similar`, `forYou`, `search` and `list`. */
export interface RequestOptions {
  /** The most items to return, 1 to 100. Default 8. */
  readonly limit?: number
  /** Returns only items that match. */
  readonly where?: Where
  /** 0 orders by score alone, 1 by variety alone (maximal marginal relevance, lambda = 1 - diversity). Default 0.3; for search by score, one of a product. */
  readonly diversity?: number
  /** Ids that never appear. */
  readonly exclude?: readonly ItemId[]
  /** Pins, boosts and quotas of the site. */
  readonly rules?: Rules
  /** Aborts the request; it rejects with `aborted`. */
  readonly signal?: AbortSignal
}

export interface SimilarOptions extends RequestOptions, Steer {
  /** The most ways on to offer in `steps`, 0 to 20. Default 0. */
  readonly steps?: number
  /**
   * Ids of two items: what is to the items asked about as the second is to the first. With a case for one phone and a case for another, a
   * screen protector for the first phone finds those for the other.
   */
  readonly as?: readonly [ItemId, ItemId]
}

export interface SearchOptions extends RequestOptions {
  /** Ids: of what fits the text, items like these come first. They are not among the results. With the first results of the same text it finds more that fits it. */
  readonly like?: ItemId | readonly ItemId[]
  /** Leaves out items of a lower `confidence`. Items without a confidence stay. Default: leaves nothing out. */
  readonly minConfidence?: number
  /** Wishes, by their `text`, that are to be searched for as words. */
  readonly literal?: readonly string[]
  /** The site's own scoring function, which costs more than the page's ranking ([Rerank](#rerank)). Default: none. */
  readonly rerank?: Rerank
}

/**
 * A site's own scoring function for a search: a cross-encoder in the page, a server of the site, or any rule. The page asks the function about
 * the items that matter: first those that the page's own ranking has first, then, of its first 1,000, those that are expected to score high,
 * given the scores so far; without vectors, the next of its own ranking. Filters, rules and wishes hold. Items are ordered by the mean of both
 * scores in standard units, and those without a score come after; pins, quotas and a `diversity` of .5 or more may put one before. Scores that
 * are all equal, or one alone, leave the page's own ranking. `explain` does not know of it.
 *
 * After Yadav et al., "Efficient Nearest Neighbor Search for Cross-Encoder Models using Matrix Factorization" (EMNLP 2022), with regression
 * over item vectors and the page's own scores in place of their matrix.
 */
export interface Rerank {
  /**
   * How well each item fits the text, as it was searched for: one finite number an item, in their order, higher is better, on any scale. Gets
   * copies of 20 items at most at a time, and is asked anew in each search. If it throws, rejects or returns something else, or a script that
   * it needs cannot be loaded, the page's own ranking answers, and `state.error` tells until a search with it succeeds. It has no deadline but
   * `signal`.
   */
  score(text: string, items: readonly Item[]): ArrayLike<number> | Promise<ArrayLike<number>>
  /** The most items that it scores in one search, 1 to 500. Default 100. */
  readonly calls?: number
}

/** Of `forYou`, and of `list` with `popular`. */
export interface Explored {
  /**
   * Share of the places, 0 to 1, that go to items that the list would not show, so that visitors together see more of the catalog: of 8 places
   * and a share of .25, two. They are drawn from the next hundred or so; if interactions are known, items that few users met have a better
   * chance. Filters and rules hold. Each has the reason `explore`. The first place and pins stay. With a share above 0 one is drawn at least, if
   * there are two places. A page draws the same as long as it is open. Default 0.
   *
   * @example await kin.forYou({ limit: 8, explore: 0.25 })
   */
  readonly explore?: number
}

/** Options of `forYou`. */
export interface ForYouOptions extends RequestOptions, Explored {
  /** Id of the item on the page: the answer to a visitor without a history is about it. It is not among the results. */
  readonly context?: ItemId
}

/** A list with an order of its own; `Recommender.list` says which. */
export type ListMode = 'recent' | 'new' | 'again' | 'popular' | 'others' | 'goes-with'

export interface GoesWithOptions extends RequestOptions {
  /**
   * The most that the items shown cost together, 0.01 to 1,000,000,000, in the currency of the items asked about, else in that of the
   * catalog's first price. Best first, an item that costs more than what is left is passed over; one without a price in that currency is
   * left out. Of `list` it is for `goes-with`. Default: no bound.
   *
   * @example { budget: 100 }
   */
  readonly budget?: number
}

export interface ListOptions extends GoesWithOptions, Explored {
  /** Ids of the items on the page. They are not in the list. `others` and `goes-with` are about them. */
  readonly items?: ItemId | readonly ItemId[]
}

/** Which events to forget: those that fit all that is given. */
export interface WhichEvents {
  /** Events with these items. Default: with any. */
  readonly ids?: ItemId | readonly ItemId[]
  /** Events of these types. Default: of any. */
  readonly types?: readonly InteractionType[]
  /** Events at this moment or later, in milliseconds since 1970. Default: at any time. */
  readonly since?: number
  /** Events at this moment or earlier, in milliseconds since 1970. Default: at any time. */
  readonly until?: number
}

/** A value that several items of a visitor share. */
export interface SharedValue {
  /** As `where` names it. */
  readonly field: string
  /** That several of them have. */
  readonly value: string | boolean
  /** How many of the visitor's items have it. */
  readonly items: number
  /** How many items the visitor has met, without those dismissed. */
  readonly of: number
}

/** What is known of a visitor. All of it is data: `JSON.stringify` makes a file of it. */
export interface Profile {
  /** What they did, latest first. `title` and `url` are those of the catalog. */
  readonly events: readonly (Interaction & Pick<Item, 'url'> & { readonly title?: string })[]
  /** What their items have in common more than the catalog has, strongest first. At most 5. */
  readonly common: readonly SharedValue[]
  /** What may be kept, and why. */
  readonly privacy: PrivacyState
  /** What was learnt of their taste: that of the state. Absent if nothing was. */
  readonly learned?: RecommenderState['learned']
  /** All of it in words, a line each. */
  readonly words: readonly string[]
}

/** What a page says about itself, for `itemOf`. */
export interface ItemPage {
  /** Addresses of the page, the one that counts most first. Relative ones are relative to `base`. */
  readonly addresses: readonly string[]
  /** Ids that the page names, such as `sku` in its JSON-LD. */
  readonly ids: readonly ItemId[]
  /** What relative addresses of the catalog are relative to: `document.baseURI`. */
  readonly base: string
}

/** Why an item is recommended, or would be: the score and reasons that it has in the list. */
export interface Explanation extends Recommendation {
  /** The sentence of its description that answers the query best, if one stands out. */
  readonly evidence?: string
}

/** What the item is explained as an answer to: a text, items, or (with neither) this visitor's history. */
export interface ExplainOptions {
  /** As an answer to this text. */
  readonly query?: string
  /** As an answer to these items. */
  readonly similarTo?: ItemId | readonly ItemId[]
  /** Aborts the request; it rejects with `aborted`. */
  readonly signal?: AbortSignal
}

/** Why nothing is stored: the visitor has not been asked yet, has refused, or their browser sends Global Privacy Control. */
export type HeldWhy = 'consent' | 'refused' | 'global-privacy-control'

/** What may be kept of the visitor. */
export interface PrivacyState {
  /** How long events are kept: until the page is left, until the tab is closed, or on the device. */
  readonly keeps: 'page' | 'tab' | 'device'
  /** Whether `record` does nothing. */
  readonly paused: boolean
  /** Why nothing is stored in the browser: neither events nor vectors. Absent if it may be. */
  readonly held?: HeldWhy
}

/** How `experiment` parts visitors. */
export interface ExperimentOptions {
  /** Share of visitors in `b`, 0 to 1. Default 0.5. */
  readonly share?: number
  /** As the option of the recommenders of your site. Default `implied`. */
  readonly consent?: 'implied' | 'required'
}

/** How `interleave` draws its list. */
export interface InterleaveOptions {
  /** The most items, a whole number from 0. Default: as many as the longer answer has. */
  readonly limit?: number
  /** Equal seeds throw equal coins: a view that draws a better answer keeps its order. Default: the first answer's `recommendationId`, else a fresh coin. */
  readonly seed?: string | number
}

/** An entry of the list of `interleave`: its answer's fields, and the ranking that chose it; undefined for what counts for neither. */
export type Interleaved<R = Recommendation> = R & { readonly team: 'a' | 'b' | undefined }

export type Device = 'auto' | 'webgpu' | 'wasm' | 'off'
export type StorageKind = 'indexeddb' | 'memory'
export type HistoryMode = 'session' | 'persist' | 'off'
export type LearnMode = 'session' | 'persist' | 'off'

/**
 * What answers now. `neighbours`: ready-made neighbours, for shelves and, of a pack in lists, for `similar`. `lexical`: words of the catalog. `vectors`: words and
 * vectors. `encoder`: words, vectors and a loaded encoder.
 */
export type Level = 'none' | 'neighbours' | 'lexical' | 'vectors' | 'encoder'

export type ProgressPhase = 'catalog' | 'runtime' | 'model' | 'embed'

export interface Progress {
  readonly phase: ProgressPhase
  readonly loaded: number
  /** Absent while unknown. */
  readonly total?: number
  readonly unit: 'bytes' | 'items'
}

export interface RecommenderState {
  /** `starting` until the catalog is read, `embedding` while vectors are made, `paused` while the page is hidden or another tab embeds, `ready`, `failed` without a catalog, `disposed`. */
  readonly phase: 'starting' | 'embedding' | 'paused' | 'ready' | 'failed' | 'disposed'
  /** What answers now. */
  readonly level: Level
  /** Why answers stay below the level `encoder`, as a sentence. Absent if they do not. */
  readonly levelReason?: string
  /** What the encoder runs on. `none` before it is needed, or if it cannot run. */
  readonly device: 'webgpu' | 'wasm' | 'none'
  /** Why this device, or why none, as a sentence. */
  readonly deviceReason: string
  /** Where vectors are stored. */
  readonly storage: StorageKind
  /** Why `memory` is used although it was not asked for, or that what earlier visits stored is gone. */
  readonly storageReason?: string
  /** What may be kept of the visitor, and why. */
  readonly privacy: PrivacyState
  /** Counts of items. */
  readonly items: {
    /** Items in the catalog. */
    readonly total: number
    /** Items with a vector. */
    readonly embedded: number
    /** Those of them whose vector is a draft, of the first words of their text. It serves until the whole text is embedded. */
    readonly drafts: number
    /** Items embedded whole in this visit. */
    readonly embeddedThisVisit: number
    /** The most items that this visit may embed. A draft counts a quarter. */
    readonly maxItemsPerVisit: number
    /** Rows that could not be read. */
    readonly rejected: number
  }
  /** The first 100 rejected rows. */
  readonly rejectedRows: readonly RejectedRow[]
  /** Columns that were read as a field because of their name. Absent if there are none. */
  readonly guessedFields?: readonly GuessedField[]
  /** What was read of the option `interactions`. Absent without one. */
  readonly interactions?: {
    readonly rows: number
    /** Rows that are no interaction with an item of the catalog. */
    readonly rejected: number
    /** The first 100 of them. */
    readonly rejectedRows: readonly RejectedRow[]
  }
  /**
   * What was learnt of this visitor's taste: only with interactions of other visitors, after some choices. Absent before, after
   * `clear` and `forget`, and with `learn: 'off'`.
   */
  readonly learned?: {
    /** Whether it is used: a replay of what this visitor took says that it helps. */
    readonly helps: boolean
    /** Items that it was learnt from. */
    readonly choices: number
    /** Which weights, or why none. Two sentences at most. */
    readonly words: string
  }
  /** What the site should know of the catalog: no item has a link, the encoding is not UTF-8. A clause each. Absent if there is nothing. */
  readonly catalogNotes?: readonly string[]
  /** Of a pack in lists: how much of it is here. Absent without one. */
  readonly lists?: {
    /** Items in the pack. `items.total` counts those that were fetched. */
    readonly items: number
    /** Lists in the pack. */
    readonly total: number
    /** Lists that are here. */
    readonly read: number
    /** Lists that could not be read when they were last needed. */
    readonly failed: number
    /** Whether `maxBytesPerVisit` is reached: what is here answers. */
    readonly spent: boolean
  }
  /** Bytes fetched over the network in this visit; 0 if all came from a cache. `pack` also counts cached files. */
  readonly bytes: { readonly catalog: number; readonly pack: number; readonly runtime: number; readonly model: number }
  /**
   * Where the catalog came from. `not-modified`: stored and still current. `stored`: the network failed. `given`: the option `items`.
   * `source`: the option `source`.
   */
  readonly catalogSource: 'none' | 'network' | 'not-modified' | 'stored' | 'given' | 'pack' | 'source'
  /** True if vectors of two numeric precisions are compared: of a model that `encoder` names, made on WebAssembly and searched on WebGPU. */
  readonly mixedPrecision: boolean
  /** True while shelves use the vectors of an earlier encoder, until the new encoder has made as many. */
  readonly earlierVectors: boolean
  /** Milliseconds the last answer took in the engine. */
  readonly tookMs?: number
  /** What pagekin costs the page ([Measured](#measured)). With the option `measure` only. */
  readonly measured?: Measured
  /** What is being fetched or embedded now. */
  readonly progress?: Progress
  /** The most recent unresolved failure. The recommender goes on without what failed. */
  readonly error?: ErrorReport
  /** Rises whenever answers may have changed: new vectors, a fresh catalog, a recorded event. */
  readonly revision: number
}

/** What pagekin costs the page, as the browser measures it. A field is absent where the browser measures nothing of the kind. */
export interface Measured {
  /** Tasks in which a script of pagekin ran for more than 50 ms. */
  readonly longTasks?: number
  /** The longest that a script of pagekin ran in one task, in milliseconds. Only tasks in frames of over 50 ms are seen. */
  readonly longestTaskMs?: number
  /** The slowest interaction with a shelf, or during such a task, until the next paint, in milliseconds. */
  readonly inpMs?: number
  /** Cumulative layout shift of what stands on shelves, and of the page while a shelf changes its height. */
  readonly cls?: number
}

/** What a site's own engine is asked about. With none of these: items for anybody, such as popular ones. */
export interface CandidateQuery {
  /** The items asked about. Rows of these belong into the answer, too. */
  readonly ids?: readonly ItemId[]
  /** The text of a search. */
  readonly text?: string
  /** The vector of a text, of unit length. Only where `fingerprint` is that of the page's encoder. */
  readonly vector?: readonly number[]
}

/**
 * A site's own engine. It finds what is near a question, and the page ranks that. It hears the item or the text that is asked about, and
 * never the visitor's history.
 */
export interface CandidateSource {
  /**
   * Rows near the question, at most `k`, as rows of a catalog. Each may have a `vector`: numbers, or their text `[0.1, 0.2]`. `where` may be
   * ignored: the page filters, too. What rejects, or takes more than 3 seconds, is in `state.error`, and what is here answers.
   *
   * @example
   * const candidates = (query, k, where) =>
   *   fetch('/candidates', { method: 'POST', body: JSON.stringify({ ...query, k, where }) }).then((answer) => answer.json())
   */
  candidates(query: CandidateQuery, k: number, where?: Where): Promise<readonly unknown[]>
  /**
   * Of the encoder that made the vectors: `pagekin embed --json` prints it. Then texts are compared with them. Default: another encoder than
   * the page's made them, so vectors compare items, and words find texts.
   */
  readonly fingerprint?: string
}

/** Options of `createRecommender`. */
export interface RecommenderOptions {
  /**
   * Address of the catalog: JSON rows or lines, CSV, XML (RSS, Atom, Google Merchant), JSON-LD, or what Shopify, WooCommerce and
   * WordPress give out. Set this, `items` or `pack`.
   */
  readonly catalog?: string
  /**
   * Address of a folder made by `pagekin pack`. Brings vectors, and neighbours for the first shelf. Without `catalog` and `items`
   * its items are the catalog. With them, the catalog's data wins, and items missing in the pack are embedded here.
   */
  readonly pack?: string
  /** The catalog's rows, parsed like those of a file. */
  readonly items?: readonly unknown[]
  /**
   * Instead of a catalog: the site's own engine, which gives up to 500 rows for a question ([CandidateSource](#candidatesource)).
   */
  readonly source?: CandidateSource
  /**
   * `auto` finds the catalog of a page that names none: rows in `<script type="application/json" data-kin-catalog>`, a feed that the page
   * links to, a pack at `assets`, JSON-LD of several items, then what this origin serves at usual addresses. Default `off`; of the script
   * tag `auto`.
   */
  readonly discover?: 'auto' | 'off'
  /**
   * What many visitors did: the address of a log (CSV, TSV, JSON rows or lines), or its rows. Columns: user (or session, order), item, and
   * maybe type and time, under their usual names. `forYou` then uses it. Wins over the interactions of a pack. Whoever opens the page can read
   * it: write users as numbers that tell nothing.
   */
  readonly interactions?: string | readonly unknown[]
  /**
   * Which column of the catalog a field of `Item` is read from: `{ title: 'nm', image: 'media.cover', price: 'variants[0].price' }`;
   * or a pattern that has names of columns in braces: `{ url: '/p/{id}' }`.
   * Other columns are guessed by their names, and listed in `guessedFields`.
   */
  readonly fields?: Readonly<Record<string, string>>
  /** ISO 4217 code of prices that the catalog gives without a currency. */
  readonly currency?: string
  /**
   * `builtin` (default), `multilingual`, the address of a model folder, or the id of a Hugging Face ONNX export, which is fetched from the hub.
   * `multilingual` is the built-in encoder with words of German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Chinese, Japanese
   * and Arabic: 2.4 MB more, and nearly the same vectors for English.
   * `builtin?layers=1&dimensions=128` is a faster tier that finds less: one layer of three, 128 of 384 dimensions (64, 256). Either may be
   * left out. A pack has to be made with the same: `pagekin pack --encoder "builtin?layers=1"`.
   */
  readonly encoder?: string
  /**
   * What the encoder runs on. `off` never loads a model. Default `auto`: the built-in encoder begins on WebAssembly, and goes on with WebGPU if
   * that was faster with texts of the catalog; a model that `encoder` names takes WebGPU if there is an adapter. `webgpu` asks for it at once;
   * without an adapter the built-in encoder runs on WebAssembly. `auto` loads no model for visitors with Save-Data, on 2G or with under 1 GiB
   * of memory. `deviceReason` of the state says why.
   */
  readonly device?: Device
  /** Where vectors are stored between visits. `memory` stores nothing. Default `indexeddb`. */
  readonly storage?: StorageKind
  /** Where this visitor's events are stored: `session` (default) for this tab, `persist` on the device, `off` nowhere. */
  readonly history?: HistoryMode
  /**
   * Whether `forYou` learns from this visitor: what is like a dismissed item falls, and with `interactions` the weights of its terms follow what
   * the visitor takes, if a replay of their past says that this helps. `session` (default): from events of this tab or page. `persist`:
   * from those of earlier visits too, if `history` keeps them. What is learnt is in memory, made anew from the history. `off`: nothing.
   */
  readonly learn?: LearnMode
  /**
   * `required`: nothing is stored in the browser until the visitor agrees (`consent(true)`); events, catalog and vectors are in memory until
   * then. `implied` (default): your site has settled that. Either way a browser with Global Privacy Control stores nothing before `consent(true)`.
   * Give all recommenders of a site the same.
   */
  readonly consent?: 'implied' | 'required'
  /** The most items that one visit may embed. A draft, the vector of an item's first words, counts a quarter. Default 2000. */
  readonly maxItemsPerVisit?: number
  /** Of a pack in lists: the most bytes of it that one visit may fetch. Default 50,000,000. */
  readonly maxBytesPerVisit?: number
  /** Of a pack in lists: random lists that are fetched beside those of a question. They hide little from the host. Default 0. */
  readonly padding?: number
  /** Address of the folder with worker.js, the built-in model and, for other models, `runtime/`. Default: the folder of the module or script. */
  readonly assets?: string
  /**
   * Measures what pagekin costs the page: long tasks, slow interactions, layout shifts. `measured` of the state tells. A script counts as
   * pagekin's if it comes from the folder `assets` or from the file that starts the workers. Default false.
   */
  readonly measure?: boolean
  /** Called while the catalog, the model or its runtime is fetched, and while items are embedded. */
  readonly onProgress?: (progress: Progress) => void
  /** Aborts the start; `createRecommender` rejects with `aborted`. */
  readonly signal?: AbortSignal
}

export interface Recommender {
  /**
   * Items like one item, or like several together. The items asked about are not among them.
   *
   * Steered by `same`, `different`, `not`, `like`, `cheaper`, `neutral` and `ignore` ([Steer](#steer)).
   *
   * @example const shelf = await kin.similar('sku-1', { limit: 4 })
   * @example const others = await kin.similar('sku-1', { same: 'material', not: 'leather', cheaper: true })
   */
  similar(ids: ItemId | readonly ItemId[], options?: SimilarOptions): Promise<Recommendations>
  /**
   * Items for this visitor, by their history. Without a history: items like `context`, else popular ones, else a varied choice.
   *
   * @example const shelf = await kin.forYou({ context: 'sku-1' })
   */
  forYou(options?: ForYouOptions): Promise<Recommendations>
  /**
   * Items for a text, by meaning and words. By words alone until the encoder has loaded. Returns the nearest items even if none
   * fits: `sure` says so.
   *
   * @example const found = await kin.search('waterproof jacket', { where: { price: { max: 100 } } })
   * @example
   * const judged = await kin.search('camping mug', {
   *   rerank: { score: (text, items) => items.map(({ title }) => (title.toLowerCase().includes(text) ? 1 : 0)), calls: 60 },
   * })
   */
  search(text: string, options?: SearchOptions): Promise<Recommendations>
  /**
   * Items in an order that needs no question. `recent`: what this visitor viewed, latest first. `again`: what they bought, most often
   * first. `new`: by the catalog's date, newest first; items without a date, or with one to come, are not new. `popular`: what many visitors did lately, or
   * the catalog's `popularity`. `others`: what visitors of `items` met too. `goes-with`: what
   * `goesWith` answers. `lacks` says why a list cannot be made.
   *
   * @example const seen = await kin.list('recent', { items: 'sku-1', limit: 6 })
   */
  list(mode: ListMode, options?: ListOptions): Promise<Recommendations>
  /**
   * Items that go with one item, or with several together such as a cart. First what was bought together with them (a log or pack with purchases or
   * orders) or is linked by a column of the catalog such as `crosssell` or `related`, then what goes with items like them or with many items, what is of
   * a category or tag that often goes with theirs, and what is like them. Of several items, what is much like one of them is found too, and a reason
   * names that one. How much each counts, and whether one category may come twice, is what finds most of the site's own baskets and links; categories
   * and tags count only where they find more for sure. With fewer than 6 linked items, no category comes twice, and none that was asked about. Without
   * any, texts alone answer, and no reason is `goes-with`.
   *
   * @example const look = await kin.goesWith(['sku-1', 'sku-2'], { limit: 4 })
   * @example const rest = await kin.goesWith('sku-1', { budget: 100 })
   */
  goesWith(ids: ItemId | readonly ItemId[], options?: GoesWithOptions): Promise<Recommendations>
  /**
   * Why this item is, or would be, an answer. Rejects with `item-unknown` if it is not in the catalog. Rejects with `usage` if the
   * item cannot be a result: it is the query item, or was seen or dismissed.
   *
   * @example const { score, reasons, evidence } = await kin.explain('sku-1', { query: 'camping mug' })
   */
  explain(id: ItemId, options?: ExplainOptions): Promise<Explanation>
  /**
   * The item that a page is about: its `url` is an address of the page, or its id is named there. Undefined if there is none.
   *
   * @example const id = await kin.itemOf({ addresses: [location.href], ids: [], base: document.baseURI })
   */
  itemOf(page: ItemPage): Promise<ItemId | undefined>
  /**
   * What the catalog can be narrowed by: fields, their values, and how many items each leaves. Rejects with `filter-invalid` for a field
   * that no item has.
   *
   * @example const { fields, items, where } = await kin.facets({ chosen: { brand: ['Acme'], price: [{ min: 10, max: 50 }] } })
   */
  facets(options?: FacetsOptions): Promise<Facets>
  /**
   * The question whose answer narrows the catalog most, and the items that fit the answers so far. Ask again with the answer in `told`
   * until there is no `question`. Rejects with `filter-invalid` for a field that no item has.
   *
   * @example
   * const { question, likely } = await kin.ask({ told: [{ field: 'material', values: ['wool'] }, { field: 'brand' }] })
   */
  ask(options?: AskOptions): Promise<Asked>
  /**
   * What the catalog is about: a tree of topics with names, made of the catalog itself. Kept until the catalog changes much; new items find
   * their place in it. Rejects with `usage` for a topic that there is not.
   *
   * @example
   * const { topics } = await kin.topics()
   * const { where } = await kin.topics({ topic: topics[0].id })
   * const found = await kin.search('gift', { where })
   */
  topics(options?: TopicsOptions): Promise<Topics>
  /**
   * Tags of an item, the best first: phrases of the catalog's own that the item and those like it share. What an item is about is often
   * said by its neighbours only. Needs no vectors. Rejects with `item-unknown` if it is not in the catalog.
   *
   * @example const [best] = await kin.tags('sku-1', { limit: 3 })
   */
  tags(id: ItemId, options?: TagsOptions): Promise<readonly Tag[]>
  /**
   * Records what the visitor did, at `at` or now. Never throws. An unknown id counts as soon as the catalog has it.
   *
   * @example kin.record({ type: 'view', id: 'sku-1' })
   */
  record(interaction: { readonly type: InteractionType; readonly id: ItemId; readonly at?: number }): void
  /**
   * Forgets events of this visitor, in this tab and on the device: with one item, of one type, or all. Lists and recommendations follow.
   * Other open tabs forget them at once.
   *
   * @example await kin.forget({ ids: 'sku-1' })
   * @example await kin.forget({ since: Date.now() - 3_600_000 })
   * @example await kin.forget({ types: ['view', 'click'] })
   */
  forget(which?: WhichEvents): Promise<void>
  /**
   * What is known of this visitor: every event, what their items have in common, how long it is kept, and all of it in words. `lang` (BCP 47)
   * is the language of the words; default: that of the page, else English.
   *
   * @example const { words, ...data } = await kin.profile()
   */
  profile(options?: { readonly lang?: string }): Promise<Profile>
  /**
   * Records nothing until `resume`, on later pages and in other tabs too. What is known stays and counts.
   *
   * @example kin.pause()
   */
  pause(): void
  /**
   * Records again after `pause`.
   *
   * @example kin.resume()
   */
  resume(): void
  /**
   * Says whether anything may be stored in the browser. `true` stores what this visit has made and learnt, and holds on later pages. `false`
   * deletes all that is stored and forgets the history, in all tabs; nothing is stored until `true`.
   *
   * @example await kin.consent(true)
   */
  consent(given: boolean): Promise<void>
  /**
   * Adds or replaces items until the catalog is read again. Resolves with the rows that could not be read.
   *
   * @example const rejected = await kin.upsert([{ id: 'sku-7', title: 'Tin plate', price: 6 }])
   */
  upsert(items: readonly unknown[]): Promise<readonly RejectedRow[]>
  /**
   * Removes items until the catalog is read again.
   *
   * @example await kin.remove(['sku-7'])
   */
  remove(ids: readonly ItemId[]): Promise<void>
  /**
   * The state now. The same object until something changes.
   *
   * @example const { level, items } = kin.getState()
   */
  getState(): RecommenderState
  /**
   * Calls `listener` after every change of the state. Returns a function that ends it. Fits React's `useSyncExternalStore`.
   *
   * @example const stop = kin.subscribe(() => console.log(kin.getState().level))
   */
  subscribe(listener: () => void): () => void
  /**
   * Deletes what this device stores, in all tabs: `history` with the files of a pack in lists and places in A/B tests, and `vectors` with the
   * catalog and model files. Deletes the databases themselves. The visitor's choice (`consent`, `pause`) stays.
   *
   * @example await kin.clear({ history: true, vectors: false })
   */
  clear(what?: { readonly history?: boolean; readonly vectors?: boolean }): Promise<void>
  /**
   * Ends the workers. Calls made later reject.
   *
   * @example kin.dispose()
   */
  dispose(): void
}

export type { ErrorCode, ErrorReport } from './errors.js'
export type { PagekinError }
