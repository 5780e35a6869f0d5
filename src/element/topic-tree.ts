import type { Topic } from '../types.js'
import { makeElement } from './make-element.js'

/** Letters that follow one another faster are one text. */
const TYPING_MS = 500

/** Rows of topics that open and close: the tree view pattern of the ARIA Authoring Practices Guide. */
export class TopicTree {
  readonly element = makeElement('ul', { role: 'tree', part: 'tree', class: 'tree' })
  readonly #onChoose: (id: string) => void
  #typed = ''
  #typedAt = 0

  /** @param onChoose A topic was pressed. */
  constructor(onChoose: (id: string) => void) {
    this.#onChoose = onChoose
    this.element.addEventListener('click', (event) => this.#press(event))
    this.element.addEventListener('keydown', (event) => this.#key(event))
  }

  /** Draws these topics. What was open stays open. */
  draw(topics: readonly Topic[], name: string): void {
    const open = new Set(this.#items().flatMap((item) => (item.ariaExpanded === 'true' ? item.dataset.id! : [])))
    const hadFocus = this.#items().find((item) => item === (this.element.getRootNode() as ShadowRoot).activeElement)?.dataset.id
    this.element.ariaLabel = name
    this.element.replaceChildren(...topics.map((topic) => this.#item(topic, open)))
    this.#moveTo(this.#items().find(({ dataset }) => dataset.id === hadFocus) ?? this.#items()[0], hadFocus !== undefined)
  }

  /** Tells other sizes of the same topics. */
  count(topics: readonly Topic[]): void {
    for (const { id, size, children } of topics) {
      const item = this.#items().find(({ dataset }) => dataset.id === id)
      if (item) tellSize(item, size)
      this.count(children)
    }
  }

  /** Marks the chosen topic, and opens what it is in. */
  mark(chosen: string | undefined): void {
    for (const item of this.#items()) {
      const { id } = item.dataset
      item.ariaSelected = String(id === chosen)
      if (chosen?.startsWith(`${id}.`)) this.#expand(item, true)
    }
  }

  #item({ id, name, size, children }: Topic, open: ReadonlySet<string>): HTMLElement {
    const item = makeElement('li', { role: 'treeitem', part: 'topic', 'data-id': id, 'data-name': name, tabindex: '-1' })
    item.ariaSelected = 'false'
    const row = makeElement('span', { class: 'row' })
    const shown = makeElement('span', { class: 'name' })
    shown.append(makeElement('bdi', {}, name))
    row.append(makeElement('span', { class: 'sign' }), shown, makeElement('span', { class: 'count', part: 'count' }))
    item.append(row)
    tellSize(item, size)
    if (children.length > 0) {
      const group = makeElement('ul', { role: 'group' })
      group.append(...children.map((child) => this.#item(child, open)))
      item.append(group)
      this.#expand(item, open.has(id))
    }
    return item
  }

  #items(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('[role=treeitem]')]
  }

  /** Those that no closed topic hides. */
  #shown(): HTMLElement[] {
    return this.#items().filter((item) => !item.parentElement!.closest('[aria-expanded=false]'))
  }

  #expand(item: HTMLElement, isOpen: boolean): void {
    const group = item.querySelector<HTMLElement>(':scope > [role=group]')
    if (!group) return
    item.ariaExpanded = String(isOpen)
    group.hidden = !isOpen
  }

  /** One row is in the order of the Tab key. */
  #moveTo(item: HTMLElement | undefined, withFocus = true): void {
    if (!item) return
    for (const other of this.#items()) other.tabIndex = other === item ? 0 : -1
    if (withFocus) item.focus()
  }

  #press({ target }: Event): void {
    const item = (target as Element).closest<HTMLElement>('[role=treeitem]')
    if (!item) return
    this.#moveTo(item)
    if ((target as Element).closest('.sign') && item.ariaExpanded) this.#expand(item, item.ariaExpanded !== 'true')
    else this.#choose(item)
  }

  #choose(item: HTMLElement): void {
    this.#expand(item, true)
    this.#onChoose(item.dataset.id!)
  }

  #key(event: KeyboardEvent): void {
    const item = (event.target as Element).closest<HTMLElement>('[role=treeitem]')
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return
    const shown = this.#shown()
    const at = shown.indexOf(item)
    const isRightToLeft = getComputedStyle(item).direction === 'rtl'
    const acts: Readonly<Record<string, () => void>> = {
      ArrowDown: () => this.#moveTo(shown[at + 1]),
      ArrowUp: () => this.#moveTo(shown[at - 1]),
      Home: () => this.#moveTo(shown[0]),
      End: () => this.#moveTo(shown.at(-1)),
      Enter: () => this.#choose(item),
      ' ': () => this.#choose(item),
      '*': () => {
        for (const sibling of item.parentElement!.children) this.#expand(sibling as HTMLElement, true)
      },
      [isRightToLeft ? 'ArrowLeft' : 'ArrowRight']: () => {
        if (item.ariaExpanded === 'true') this.#moveTo(shown[at + 1])
        else this.#expand(item, true)
      },
      [isRightToLeft ? 'ArrowRight' : 'ArrowLeft']: () => {
        if (item.ariaExpanded === 'true') this.#expand(item, false)
        else this.#moveTo(item.parentElement!.closest<HTMLElement>('[role=treeitem]') ?? undefined)
      },
    }
    const act = acts[event.key] ?? (/^\S$/u.test(event.key) ? () => this.#type(event.key, event.timeStamp, shown, at) : undefined)
    if (!act) return
    event.preventDefault()
    act()
  }

  /** Goes to the next row that begins with what is typed. */
  #type(key: string, now: number, shown: readonly HTMLElement[], at: number): void {
    this.#typed = (now - this.#typedAt < TYPING_MS ? this.#typed : '') + key.toLocaleLowerCase()
    this.#typedAt = now
    const from = this.#typed.length > 1 ? at : at + 1
    const next = [...shown.slice(from), ...shown.slice(0, from)]
    this.#moveTo(next.find(({ dataset }) => dataset.name!.toLocaleLowerCase().startsWith(this.#typed)))
  }
}

function tellSize(item: HTMLElement, size: number): void {
  item.ariaLabel = `${item.dataset.name}, ${size}`
  item.querySelector('.count')!.textContent = String(size)
}
