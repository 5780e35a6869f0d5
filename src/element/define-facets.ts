import { warnUsage } from '../shelf/warn.js'
import type { FacetsPanel, RecommenderOf } from './facets-panel.js'

/** Defines `<page-kin-facets>`. What it draws is a file of its own, which pages without one never fetch. */
export function defineFacets(recommenderOf: RecommenderOf): void {
  if (customElements.get('page-kin-facets')) return
  customElements.define(
    'page-kin-facets',
    class extends HTMLElement {
      #panel: FacetsPanel | undefined

      connectedCallback(): void {
        import('./facets-panel.js').then(
          ({ FacetsPanel }) => {
            this.#panel ??= new FacetsPanel(this, recommenderOf)
            if (this.isConnected) this.#panel.connect()
          },
          (thrown) => warnUsage(`<page-kin-facets>: facets.js: ${thrown}`),
        )
      }

      disconnectedCallback(): void {
        this.#panel?.disconnect()
      }
    },
  )
}
