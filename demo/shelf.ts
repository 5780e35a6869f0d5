import type { ListMode, Recommender, Where } from '../src/index.js'
import { h } from './dom.js'

export interface ShelfSettings {
  readonly mode?: 'similar' | 'for-you' | 'search' | ListMode
  readonly item?: string
  readonly seeds?: readonly string[]
  readonly query?: string
  readonly heading: string
  readonly limit?: number
  readonly layout?: 'carousel' | 'grid' | 'list'
  readonly where?: Where | undefined
  readonly exclude?: readonly string[]
  readonly withReason?: boolean
  readonly steer?: boolean
  readonly withDismiss?: boolean
}

/** A `<page-kin>` that asks the given recommender. */
export function shelf(recommender: Recommender | Promise<Recommender>, settings: ShelfSettings): HTMLElementTagNameMap['page-kin'] {
  const element = h('page-kin')
  element.recommender = recommender
  // the element's properties have the names of its options
  return Object.assign(element, settings)
}
