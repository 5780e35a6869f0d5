/** map.js: the map of `<page-kin-topics view="map">`. Fetched by pages that have one. */

import { safeUrl } from '../shelf/safe-url.js'
import type { ItemId, Topic, TopicPlace } from '../types.js'
import { makeElement } from './make-element.js'
import { MapCamera } from './map-camera.js'
import { mapColours } from './map-colours.js'
import { type Dots, dotRadius, MapDots } from './map-dots.js'
import { apartOf, type Label, labelsOf } from './map-labels.js'
import { mapTexts } from './map-texts.js'

export const MAP_STYLES = `
.map { position: relative; }
canvas { display: block; inline-size: 100%; aspect-ratio: 5 / 4; max-block-size: 85vh; border: 1px solid var(--_border); border-radius: .5rem; }
canvas:focus-visible { outline: 2px solid var(--kin-color-focus, currentColor); outline-offset: 2px; }
.zoom { position: absolute; inset-block-start: .625rem; inset-inline-end: .625rem; display: flex; flex-direction: column; gap: .375rem; }
.zoom button { inline-size: 2.25rem; block-size: 2.25rem; padding: 0; background: Canvas; color: CanvasText; font-size: 1.125rem; line-height: 1; }
.tip { position: absolute; inset: 0 auto auto 0; max-inline-size: min(20rem, 90%); padding: .25rem .625rem; border-radius: .375rem; background: CanvasText; color: Canvas; font-size: .875rem; overflow-wrap: anywhere; }
.map[aria-busy=true] canvas { background: var(--_border); animation: pulse 1s infinite alternate; }
@keyframes pulse { to { opacity: .4; } }
@media (prefers-reduced-motion: reduce) { canvas { animation: none !important; } }
@media (hover: hover) { .tip { pointer-events: none; } }
`

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly id: string | undefined
}

/** A map that did not move for so long is painted sharply. */
const REST_MS = 120
/** With so much room of its own, an item has its title beside it. */
const TITLE_ROOM_PX = 56
const MOST_TITLES = 80
const LONGEST_TITLE = 28
/** How far a pointer may miss a dot. */
const REACH_PX = { mouse: 10, touch: 22 } as const
/** A pointer that moved less has pressed. */
const PRESS_PX = 5

interface MapEvents {
  /** The name of a topic was pressed. */
  onChoose(topic: string): void
  /** The link of an item was followed. */
  onFollow(item: ItemId): void
}

/** Every item of a catalog as a dot, with the names of topics. Zooms and moves by pointer, wheel, pinch, keys and buttons. */
export class MapView {
  readonly element = makeElement('div', { part: 'map', class: 'map', role: 'group' })
  readonly #canvas = makeElement('canvas', { role: 'img', tabindex: '0' })
  readonly #tip = makeElement('a', { part: 'tip', class: 'tip', dir: 'auto', hidden: '' })
  readonly #buttons = makeElement('div', { class: 'zoom', part: 'zoom' })
  readonly #camera = new MapCamera(() => {
    this.#isMoving = true
    this.#redraw()
  })
  readonly #painted = new MapDots()
  readonly #events: MapEvents
  readonly #resized = new ResizeObserver(() => this.#resize())
  /** A page that changes its colours says so at its root. */
  readonly #restyled = new MutationObserver(() => this.#redraw())
  readonly #pointers = new Map<number, { readonly x: number; readonly y: number }>()
  /** How far the pointer has moved since it was pressed. */
  #moved = 0
  #frame = 0
  /** The next frame shows another part of the map. */
  #isMoving = false
  #rest: ReturnType<typeof setTimeout> | undefined
  #places: readonly TopicPlace[] = []
  #dots: Dots = { x: new Float32Array(), y: new Float32Array(), colourOf: new Uint8Array(), isFaint: new Uint8Array() }
  #topics: readonly Topic[] = []
  #labels: readonly Label[] = []
  #boxes: Box[] = []
  #path: readonly number[] = []
  #chosen: string | undefined
  #at = -1
  readonly #widths = new Map<string, number>()

  /** @param lang Of the page (BCP 47). */
  constructor(events: MapEvents, lang: string | undefined) {
    this.#events = events
    const texts = mapTexts(lang)
    this.element.ariaLabel = texts.map
    this.#canvas.ariaLabel = texts.map
    for (const act of ['zoomIn', 'zoomOut', 'whole'] as const) {
      const button = makeElement(
        'button',
        { type: 'button', part: 'zoom-button', 'data-act': act },
        { zoomIn: '+', zoomOut: '−', whole: '⤢' }[act],
      )
      Object.assign(button, { ariaLabel: texts[act], title: texts[act] })
      button.addEventListener('click', () => this.#act(act))
      this.#buttons.append(button)
    }
    this.element.append(this.#canvas, this.#tip, this.#buttons)
    const canvas = this.#canvas
    canvas.addEventListener('pointerdown', (event) => this.#down(event))
    canvas.addEventListener('pointermove', (event) => this.#move(event))
    canvas.addEventListener('pointerup', (event) => this.#up(event))
    canvas.addEventListener('pointercancel', ({ pointerId }) => this.#pointers.delete(pointerId))
    canvas.addEventListener('pointerleave', ({ pointerType }) => pointerType === 'mouse' && this.#point(-1))
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false })
    this.element.addEventListener('keydown', (event) => this.#key(event))
    this.#tip.addEventListener('click', () => {
      const place = this.#places[this.#at]
      if (place) this.#events.onFollow(place.item)
    })
  }

  connect(): void {
    this.#resized.observe(this.#canvas)
    this.#restyled.observe(document.documentElement, { attributes: true })
  }

  disconnect(): void {
    this.#resized.disconnect()
    this.#restyled.disconnect()
    this.#camera.stop()
    clearTimeout(this.#rest)
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  /** @param places Every item of the catalog. */
  draw(topics: readonly Topic[], places: readonly TopicPlace[]): void {
    this.#topics = topics
    this.#places = places
    const order = new Map(topics.map(({ id }, at) => [id, at]))
    this.#dots = {
      x: Float32Array.from(places, ({ x }) => x),
      y: Float32Array.from(places, ({ y }) => y),
      colourOf: Uint8Array.from(places, ({ id }) => order.get(id.slice(0, Math.max(0, id.indexOf('.')))) ?? topics.length),
      isFaint: new Uint8Array(places.length),
    }
    this.#labels = labelsOf(topics, places)
    this.#camera.apart = apartOf(this.#dots)
    this.#canvas.ariaLabel = `${this.element.ariaLabel}: ${places.length}`
    this.#point(-1)
    this.#redraw()
  }

  /** @param items What the visitor has looked at, in this order. */
  follow(items: readonly ItemId[]): void {
    const rows = new Map(this.#places.map(({ item }, row) => [item, row]))
    this.#path = items.flatMap((item) => rows.get(item) ?? [])
    this.#redraw()
  }

  /** Goes to a topic, or with undefined to the whole map. */
  mark(topic: string | undefined): void {
    const label = this.#labels.find(({ id }) => id === topic)
    if (topic !== this.#chosen) this.#camera.goTo(label ?? { x: 0.5, y: 0.5, radius: 0.5 })
    this.#chosen = topic
    this.#dots = {
      ...this.#dots,
      isFaint: Uint8Array.from(this.#places, ({ id }) => Number(topic !== undefined && !id.startsWith(`${topic}.`))),
    }
    this.#redraw()
  }

  #act(act: 'zoomIn' | 'zoomOut' | 'whole'): void {
    if (act === 'whole') this.#camera.goTo({ x: 0.5, y: 0.5, radius: 0.5 })
    else this.#camera.zoomTo(act === 'zoomIn' ? 1.6 : 1 / 1.6)
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#canvas
    const ratio = devicePixelRatio
    this.#canvas.width = Math.round(clientWidth * ratio)
    this.#canvas.height = Math.round(clientHeight * ratio)
    this.#camera.resize(clientWidth, clientHeight)
    this.#redraw()
  }

  #redraw(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      this.#paint()
    })
  }

  #paint(): void {
    const pen = this.#canvas.getContext('2d')
    const { width, height } = this.#camera
    if (!pen || width === 0) return
    this.#canvas.style.touchAction = this.#camera.isWhole ? 'pan-x pan-y' : 'none'
    const style = getComputedStyle(this.#canvas)
    const colours = mapColours(style.color, this.#topics.length)
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0)
    pen.clearRect(0, 0, width, height)
    const isSharp = this.#painted.draw(pen, this.#camera, this.#dots, colours.dots, this.#isMoving)
    clearTimeout(this.#rest)
    this.#isMoving = false
    if (!isSharp) this.#rest = setTimeout(() => this.#redraw(), REST_MS)
    this.#paintPath(pen, colours.text, colours.halo)
    this.#paintLabels(pen, style, colours.text, colours.halo)
    this.#showTip()
  }

  /** A line from item to item, in the order in which the visitor looked at them; a ring around each. */
  #paintPath(pen: CanvasRenderingContext2D, text: string, halo: string): void {
    if (this.#path.length === 0) return
    const points = this.#path.map((row) => this.#camera.toScreen(this.#dots.x[row]!, this.#dots.y[row]!))
    const radius = dotRadius(this.#camera) + 3
    const line = new Path2D()
    points.forEach(([x, y], at) => {
      const before = points[at - 1]
      line.moveTo(x + radius, y)
      line.arc(x, y, radius, 0, 2 * Math.PI)
      if (!before) return
      const [dx, dy] = [x - before[0], y - before[1]]
      const far = Math.hypot(dx, dy)
      if (far < 2 * radius) return
      line.moveTo(before[0] + (dx / far) * radius, before[1] + (dy / far) * radius)
      line.lineTo(x - (dx / far) * radius, y - (dy / far) * radius)
    })
    for (const [colour, lineWidth] of [
      [halo, 4],
      [text, 1.75],
    ] as const) {
      Object.assign(pen, { strokeStyle: colour, lineWidth })
      pen.stroke(line)
    }
  }

  /** The larger topics first; a name that would cover another is left out. */
  #paintLabels(pen: CanvasRenderingContext2D, { fontFamily, direction }: CSSStyleDeclaration, text: string, halo: string): void {
    const camera = this.#camera
    const boxes: Box[] = []
    Object.assign(pen, {
      textAlign: 'center',
      textBaseline: 'middle',
      direction,
      lineJoin: 'round',
      lineWidth: 4,
      strokeStyle: halo,
      fillStyle: text,
    })
    for (const { id, text: name, x, y, radius, level } of [...this.#labels, ...this.#titles()]) {
      const [left, top] = camera.toScreen(x, y)
      if (left < 0 || top < 0 || left > camera.width || top > camera.height) continue
      const size = id === undefined ? 12 : level === 1 ? 15 : 13
      const font = `${level === 1 ? 600 : 400} ${size}px ${fontFamily}`
      const half = this.#widthOf(pen, name, font) / 2
      // a part is named once its disc holds the name
      if (level > 1 && id !== undefined && half > radius * camera.scale) continue
      const middle = id === undefined ? top + 18 : top
      const box = { left: left - half - 4, right: left + half + 4, top: middle - size * 0.7, bottom: middle + size * 0.7, id }
      if (boxes.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top))
        continue
      boxes.push(box)
      pen.font = font
      pen.strokeText(name, left, middle)
      pen.fillText(name, left, middle)
    }
    this.#boxes = boxes
  }

  /** Titles of what is seen, where there is room for them. */
  #titles(): Label[] {
    const { room, width, height } = this.#camera
    if (room < TITLE_ROOM_PX) return []
    const titles: Label[] = []
    for (let row = 0; row < this.#places.length && titles.length < MOST_TITLES; row++) {
      const [left, top] = this.#camera.toScreen(this.#dots.x[row]!, this.#dots.y[row]!)
      if (left < 0 || top < 0 || left > width || top > height) continue
      const { title, x, y } = this.#places[row]!
      const text = title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 1).trimEnd()}…` : title
      titles.push({ id: undefined, text, x, y, radius: 0, level: 0 })
    }
    return titles
  }

  #widthOf(pen: CanvasRenderingContext2D, text: string, font: string): number {
    const key = `${font} ${text}`
    let width = this.#widths.get(key)
    if (width === undefined) {
      pen.font = font
      width = pen.measureText(text).width
      this.#widths.set(key, width)
    }
    return width
  }

  /** The item at a pointer, or -1. */
  #rowAt(x: number, y: number, reach: number): number {
    const { scale, left, top } = this.#camera
    const dots = this.#dots
    let best = -1
    let least = reach * reach
    for (let row = 0; row < dots.x.length; row++) {
      const dx = dots.x[row]! * scale + left - x
      const dy = dots.y[row]! * scale + top - y
      const far = dx * dx + dy * dy
      if (far > least) continue
      least = far
      best = row
    }
    return best
  }

  #point(row: number): void {
    if (row === this.#at) return
    this.#at = row
    this.#redraw()
  }

  #showTip(): void {
    const place = this.#places[this.#at]
    this.#tip.hidden = !place
    this.#canvas.style.cursor = place?.url === undefined ? '' : 'pointer'
    if (!place) return
    const href = safeUrl(place.url, document.baseURI, 'link')
    if (href) this.#tip.href = href
    else this.#tip.removeAttribute('href')
    if (this.#tip.textContent !== place.title) this.#tip.textContent = place.title
    const { width } = this.#camera
    const [x, y] = this.#camera.toScreen(place.x, place.y)
    const isBelow = y < 64
    const { offsetWidth } = this.#tip
    this.#tip.style.translate = `${Math.max(4, Math.min(width - offsetWidth - 4, x - offsetWidth / 2))}px calc(${isBelow ? y + 14 : y - 14}px - ${isBelow ? 0 : 100}%)`
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return
    this.#canvas.setPointerCapture(event.pointerId)
    if (this.#pointers.size === 0) this.#moved = 0
    this.#pointers.set(event.pointerId, pointOf(event))
  }

  #move(event: PointerEvent): void {
    const now = pointOf(event)
    const before = this.#pointers.get(event.pointerId)
    if (!before) {
      if (event.pointerType === 'mouse') this.#point(this.#rowAt(now.x, now.y, REACH_PX.mouse))
      return
    }
    this.#moved += Math.hypot(now.x - before.x, now.y - before.y)
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1]
    this.#pointers.set(event.pointerId, now)
    if (other) {
      const ratio = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y))
      this.#camera.zoomAt((now.x + other.x) / 2, (now.y + other.y) / 2, ratio)
      this.#camera.pan((now.x - before.x) / 2, (now.y - before.y) / 2)
    } else if (this.#moved > PRESS_PX) this.#camera.pan(now.x - before.x, now.y - before.y)
  }

  #up(event: PointerEvent): void {
    const isPress = this.#pointers.delete(event.pointerId) && this.#pointers.size === 0 && this.#moved <= PRESS_PX
    if (!isPress) return
    const { x, y } = pointOf(event)
    const isMouse = event.pointerType === 'mouse'
    const row = this.#rowAt(x, y, isMouse ? REACH_PX.mouse : REACH_PX.touch)
    const label = this.#boxes.find(({ id, left, right, top, bottom }) => id !== undefined && x > left && x < right && y > top && y < bottom)
    if (label) this.#events.onChoose(label.id!)
    else if (isMouse && row >= 0 && row === this.#at) this.#tip.dispatchEvent(new MouseEvent('click', event))
    else this.#point(row)
  }

  /** A page scrolls on over a map that nobody uses. */
  #wheel(event: WheelEvent): void {
    const isUsed = (this.element.getRootNode() as ShadowRoot).activeElement === this.#canvas
    if (!event.ctrlKey && !isUsed) return
    event.preventDefault()
    const { x, y } = pointOf(event)
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
    this.#camera.zoomAt(x, y, Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.002)))
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const step = Math.min(this.#camera.width, this.#camera.height) / 6
    const acts: Readonly<Record<string, () => void>> = {
      '+': () => this.#act('zoomIn'),
      '=': () => this.#act('zoomIn'),
      '-': () => this.#act('zoomOut'),
      '0': () => this.#act('whole'),
      Home: () => this.#act('whole'),
      ArrowLeft: () => this.#camera.pan(step, 0),
      ArrowRight: () => this.#camera.pan(-step, 0),
      ArrowUp: () => this.#camera.pan(0, step),
      ArrowDown: () => this.#camera.pan(0, -step),
      Escape: () => this.#point(-1),
    }
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
}

function pointOf({ offsetX, offsetY }: MouseEvent): { readonly x: number; readonly y: number } {
  return { x: offsetX, y: offsetY }
}
