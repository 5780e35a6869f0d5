import type { OptionName } from '../options.js'
import type { SharedOptions } from '../page/shared-recommenders.js'
import type { PageKinEvents } from './events.js'
import type { PageKin } from './page-kin.js'

/** Those that choose a recommender. */
type EngineOption = Extract<OptionName, keyof SharedOptions>

type Kebab<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First>
    ? `${First}${Kebab<Rest>}`
    : `-${Lowercase<First>}${Kebab<Rest>}`
  : Name

/** As text, and as what frameworks write as text. */
type AsAttribute<Value> = Value extends boolean
  ? boolean | ''
  : Value extends number
    ? number | `${number}`
    : Value extends string
      ? Value
      : string

/** The attributes of `<page-kin>` as HTML and templates write them: `with-reason`, `max-items-per-visit`. */
export type PageKinAttributes = {
  readonly [Name in OptionName as Kebab<Name>]?: AsAttribute<NonNullable<PageKin[Name]>> | undefined
}

/** The attributes of `<page-kin-facets>`. */
export interface PageKinFacetsAttributes {
  readonly for?: string | undefined
  readonly fields?: string | undefined
  readonly limit?: number | `${number}` | undefined
  readonly 'in-address'?: boolean | '' | undefined
}

/** The attributes of `<page-kin-guide>`. */
export type PageKinGuideAttributes = Pick<PageKinFacetsAttributes, 'for' | 'fields'>

/** The attributes of `<page-kin-privacy>`: the id of a shelf, or the options of a recommender. */
export type PageKinPrivacyAttributes = { readonly for?: string | undefined } & {
  readonly [Name in EngineOption as Kebab<Name>]?: AsAttribute<NonNullable<PageKin[Name]>> | undefined
}

/** The attributes of `<page-kin-topics>`: the id of a shelf, or the options of a recommender. */
export type PageKinTopicsAttributes = PageKinPrivacyAttributes & { readonly view?: 'tree' | 'map' | undefined }

/** The elements `<page-kin-privacy>` and `<page-kin-topics>`. */
export interface PageKinPrivacy extends HTMLElement {
  /** What it is about, instead of the recommender of a shelf or of its own options. It is not disposed. */
  recommender: PageKin['recommender']
}

declare global {
  interface HTMLElementTagNameMap {
    'page-kin-privacy': PageKinPrivacy
    'page-kin-topics': PageKinPrivacy
  }
}

/** The properties of `<page-kin>`, for frameworks that set those: objects and lists as they are, `items` and `recommender`. */
export type PageKinProperties = { readonly [Name in OptionName | 'items' | 'recommender']?: PageKin[Name] }

/** What frameworks that set properties pass to `<page-kin-privacy>` and `<page-kin-topics>`. */
export interface PageKinPanelProperties {
  readonly recommender?: PageKin['recommender']
}

/** Handlers of the events of both, under the prefix with which a framework names them. */
export type PageKinHandlers<Prefix extends string> = {
  readonly [Name in keyof PageKinEvents as `${Prefix}${Name}`]?: (event: PageKinEvents[Name]) => void
}
