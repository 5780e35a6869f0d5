import { warnUsage } from '../shelf/warn.js'
import type { Recommender } from '../types.js'
import type { LatePanel, LatePanelName, LoadClient } from './load-client.js'
import { whenNear } from './when-near.js'

type Given = Recommender | PromiseLike<Recommender> | undefined

/** Defines an element whose drawing is a file of its own: it is fetched once the element is near the viewport. */
export function defineLatePanel(name: LatePanelName, load: LoadClient): void {
  if (typeof HTMLElement === 'undefined' || customElements.get(name)) return
  customElements.define(
    name,
    class extends HTMLElement {
      #panel: LatePanel | undefined
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
            .then((client) => client.latePanel(name, this))
            .then((panel) => {
              this.#panel ??= panel
              if (this.isConnected) return this.#panel.connect(this.#recommender)
            })
            .catch((thrown) => warnUsage(`<${name}>: ${thrown}`))
        })
      }

      disconnectedCallback(): void {
        this.#giveUp?.()
        this.#panel?.disconnect()
      }
    },
  )
}
