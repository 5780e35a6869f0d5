import type { Messages } from '../shelf/messages.js'
import { ShelfSteps, type StepView, steeredOptions } from '../shelf/steps.js'
import type { Step } from '../types.js'
import type { Settings } from './settings.js'

const STYLES = `
.steps { display: flex; gap: .5rem; overflow: auto hidden; scrollbar-width: none; padding: 4px; margin: -2.75rem -4px 0; min-block-size: 2.5rem; }
.step { font: inherit; font-size: .9rem; color: inherit; background: none; border: 1px solid var(--_border); cursor: pointer; flex: none; padding: .25rem .85rem; min-block-size: 2rem; max-inline-size: 16rem; border-radius: 2rem; }
.step span { display: block; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.step[aria-pressed='true'] { background: currentColor; border-color: currentColor; }
.step[aria-pressed='true'] span { color: Canvas; }
.step[aria-pressed='true'] span::after { content: ' ×' / ''; }
.step:not([aria-pressed='true']):hover { border-color: currentColor; }
@media (forced-colors: active) {
  .step[aria-pressed='true'] { forced-color-adjust: none; background: Highlight; border-color: Highlight; }
  .step[aria-pressed='true'] span { color: HighlightText; }
}
`

/** The buttons under a shelf that steer it, and what its visitor has made of them. Few shelves have them: a file of its own. */
export class Steering {
  readonly #root: ShadowRoot
  readonly #onStep: () => void
  readonly #steps = new ShelfSteps()
  #group: HTMLElement | undefined
  #drawn = ''

  /** @param onStep The visitor has taken a step, or taken one back. */
  constructor(root: ShadowRoot, onStep: () => void) {
    this.#root = root
    this.#onStep = onStep
  }

  /** What the shelf asks, with the steps that are taken. */
  options(settings: Settings): Settings {
    return settings.steer ? steeredOptions(settings, this.#steps.takenFrom(settings.item)) : settings
  }

  /** @param offered Undefined while an answer is made: what was offered stays. */
  draw({ steer, item }: Settings, offered: readonly Step[] | undefined, messages: Messages): void {
    const views = steer ? this.#steps.views(item, offered, messages) : []
    const drawn = JSON.stringify([messages.steps, views])
    if (drawn === this.#drawn) return
    this.#drawn = drawn
    this.#group ??= this.#begin()
    const group = this.#group
    const focused = [...group.children].find((button) => button === this.#root.activeElement)
    group.hidden = views.length === 0
    group.ariaLabel = messages.steps
    group.replaceChildren(...views.map(buttonOf))
    if (!focused) return
    // the pressed button has a successor, unless nothing like it is offered any more
    const buttons = [...group.children] as HTMLElement[]
    const successor = buttons.find(({ dataset }) => dataset.key === (focused as HTMLElement).dataset.key) ?? buttons[0]
    successor?.focus()
  }

  #begin(): HTMLElement {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(STYLES)
    this.#root.adoptedStyleSheets = [...this.#root.adoptedStyleSheets, sheet]
    const group = document.createElement('div')
    group.className = 'steps'
    group.setAttribute('part', 'steps')
    group.role = 'group'
    group.addEventListener('click', ({ target }) => {
      const key = (target as Element).closest('button')?.dataset.key
      if (key === undefined) return
      this.#steps.toggle(key)
      this.#onStep()
    })
    this.#root.append(group)
    return group
  }
}

function buttonOf({ key, text, label, isTaken }: StepView): HTMLElement {
  const button = document.createElement('button')
  button.className = 'step'
  button.setAttribute('part', 'step')
  button.dataset.key = key
  button.ariaPressed = String(isTaken)
  button.ariaLabel = label
  const span = document.createElement('span')
  span.textContent = text
  span.dir = 'auto'
  button.append(span)
  return button
}
