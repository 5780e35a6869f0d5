export type Child = Node | string | false | undefined
export type Attribute = string | number | boolean | undefined | ((event: Event) => void)

const SVG = 'http://www.w3.org/2000/svg'

/**
 * Makes an element. Attributes that are functions are listeners (`onclick`), `true` is an empty attribute, `false` and
 * `undefined` are left out. Text becomes text nodes: nothing is ever read as markup.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value))
  }
  append(element, children)
  return element
}

/** Replaces what `parent` holds. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren()
  append(parent, children)
}

/** Strokes in a 24 x 24 view box, in the colour of the text. Decoration: whoever uses one gives the name. */
const ICONS = {
  search: ['M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Z', 'm16 16 4.5 4.5'],
  basket: ['M3 9h18l-1.6 9.2a2 2 0 0 1-2 1.8H6.6a2 2 0 0 1-2-1.8L3 9Z', 'm8 9 3-6', 'm16 9-3-6'],
  sun: [
    'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z',
    'M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  ],
  moon: ['M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z'],
  auto: ['M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Z', 'M12 4a8 8 0 0 1 0 16Z'],
  chip: ['M7 7h10v10H7z', 'M9.5 3.5V7M14.5 3.5V7M9.5 17v3.5M14.5 17v3.5M3.5 9.5H7M3.5 14.5H7M17 9.5h3.5M17 14.5h3.5'],
  close: ['m6 6 12 12', 'M18 6 6 18'],
  leaf: [
    'M12 21V4',
    'M12 17.5c-4 0-6-1.8-7-4.5M12 17.5c4 0 6-1.8 7-4.5M12 12c-3 0-4.7-1.3-5.5-3.5M12 12c3 0 4.7-1.3 5.5-3.5M12 7c-1.7 0-2.8-.8-3.3-2.3M12 7c1.7 0 2.8-.8 3.3-2.3',
  ],
  chevron: ['m9 5 7 7-7 7'],
} as const

export type IconName = keyof typeof ICONS

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  for (const [key, value] of Object.entries({
    viewBox: '0 0 24 24',
    width: '20',
    height: '20',
    class: `icon icon-${name}`,
    'aria-hidden': 'true',
  })) {
    svg.setAttribute(key, value)
  }
  for (const d of ICONS[name]) {
    const path = document.createElementNS(SVG, 'path')
    path.setAttribute('d', d)
    svg.append(path)
  }
  return svg
}

function append(parent: Element, children: readonly Child[]): void {
  for (const child of children) if (child !== false && child !== undefined) parent.append(child)
}
