import { warnUsage } from '../shelf/warn.js'

/** What an element beside a shelf draws, and with what it follows its page. */
interface Panel {
  connect(): void
  disconnect(): void
}

/** Defines an element whose drawing is a file of its own, which pages without one never fetch. */
export function definePanel(name: string, load: (host: HTMLElement) => Promise<Panel>): void {
  if (customElements.get(name)) return
  customElements.define(
    name,
    class extends HTMLElement {
      #loading: Promise<Panel> | undefined
      #panel: Panel | undefined

      connectedCallback(): void {
        // an element that is moved keeps its panel
        this.#loading ??= load(this)
        this.#loading.then(
          (panel) => {
            this.#panel = panel
            if (this.isConnected) panel.connect()
          },
          (thrown) => warnUsage(`<${name}>: ${thrown}`),
        )
      }

      disconnectedCallback(): void {
        this.#panel?.disconnect()
      }
    },
  )
}
