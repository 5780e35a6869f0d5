import { warnUsage } from '../shelf/warn.js'
import type { PageKinPrivacy } from './attributes.js'
import type { LoadClient } from './load-client.js'
import type { PrivacyPanel } from './privacy-panel.js'
import { whenNear } from './when-near.js'

type Given = PageKinPrivacy['recommender']

/** Defines `<page-kin-privacy>`. What it draws is a file of its own, which pages without one never fetch. */
export function definePrivacy(load: LoadClient): void {
  if (typeof HTMLElement === 'undefined' || customElements.get('page-kin-privacy')) return
  customElements.define(
    'page-kin-privacy',
    class extends HTMLElement {
      #panel: PrivacyPanel | undefined
      #recommender: Given
      #giveUp: (() => void) | undefined

      get recommender(): Given {
        return this.#recommender
      }

      set recommender(recommender: Given) {
        this.#recommender = recommender
        if (this.isConnected) void this.#panel?.connect(recommender)
      }

      connectedCallback(): void {
        this.#giveUp = whenNear(this, () => {
          load()
            .then((client) => client.privacyPanel(this))
            .then((panel) => {
              this.#panel ??= panel
              if (this.isConnected) return this.#panel.connect(this.#recommender)
            })
            .catch((thrown) => warnUsage(`<page-kin-privacy>: privacy.js: ${thrown}`))
        })
      }

      disconnectedCallback(): void {
        this.#giveUp?.()
        this.#panel?.disconnect()
      }
    },
  )
}
