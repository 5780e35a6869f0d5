/** A part of the map, of which every side is 1 long. */
interface Part {
  readonly x: number
  readonly y: number
  readonly radius: number
}

/** Around the whole map. */
const PADDING = 0.94
/** Room of an item at the closest look. */
const CLOSEST_PX = 140
const FLIGHT_MS = 280

/** What is seen of a map: its middle and how near it is. */
export class MapCamera {
  /** Of the canvas, in CSS pixels. */
  width = 0
  height = 0
  /** How far items of the map are apart. */
  apart = 1
  readonly #onChange: () => void
  #x = 0.5
  #y = 0.5
  #zoom = 1
  #flight = 0

  /** @param onChange Something else is seen. */
  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** Pixels from one side of the map to the other. */
  get scale(): number {
    return Math.min(this.width, this.height) * PADDING * this.#zoom
  }

  /** Where the left side of the map is. */
  get left(): number {
    return this.width / 2 - this.#x * this.scale
  }

  get top(): number {
    return this.height / 2 - this.#y * this.scale
  }

  /** From an item to the next, in pixels. */
  get room(): number {
    return this.scale * this.apart
  }

  get isWhole(): boolean {
    return this.#zoom === 1
  }

  toScreen(x: number, y: number): readonly [x: number, y: number] {
    return [x * this.scale + this.left, y * this.scale + this.top]
  }

  resize(width: number, height: number): void {
    this.width = width
    this.height = height
  }

  pan(x: number, y: number): void {
    this.stop()
    this.#set(this.#x - x / this.scale, this.#y - y / this.scale, this.#zoom)
  }

  /** What is at this point of the canvas stays there. */
  zoomAt(x: number, y: number, factor: number): void {
    this.stop()
    const [mapX, mapY] = [(x - this.left) / this.scale, (y - this.top) / this.scale]
    const zoom = this.#bounded(this.#zoom * factor)
    const grown = zoom / this.#zoom
    this.#set(mapX + (this.#x - mapX) / grown, mapY + (this.#y - mapY) / grown, zoom)
  }

  /** Flies nearer or away. */
  zoomTo(factor: number): void {
    this.#fly(this.#x, this.#y, this.#bounded(this.#zoom * factor))
  }

  /** Flies to where a part fills the canvas. */
  goTo({ x, y, radius }: Part): void {
    this.#fly(x, y, this.#bounded(0.5 / Math.max(0.01, radius)))
  }

  stop(): void {
    cancelAnimationFrame(this.#flight)
  }

  #bounded(zoom: number): number {
    const closest = Math.max(1, CLOSEST_PX / (this.room / this.#zoom || 1))
    return Math.min(closest, Math.max(1, zoom))
  }

  /** The middle of what is seen is on the map; of the whole map it is the map's. */
  #set(x: number, y: number, zoom: number): void {
    const most = (1 - 1 / zoom) / 2
    this.#x = Math.min(0.5 + most, Math.max(0.5 - most, x))
    this.#y = Math.min(0.5 + most, Math.max(0.5 - most, y))
    this.#zoom = zoom
    this.#onChange()
  }

  #fly(x: number, y: number, zoom: number): void {
    this.stop()
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#set(x, y, zoom)
      return
    }
    const [fromX, fromY, fromZoom] = [this.#x, this.#y, this.#zoom]
    const begin = performance.now()
    const step = () => {
      const time = Math.min(1, (performance.now() - begin) / FLIGHT_MS)
      const done = 1 - (1 - time) ** 3
      const now = fromZoom * (zoom / fromZoom) ** done
      this.#set(fromX + (x - fromX) * done, fromY + (y - fromY) * done, time === 1 ? zoom : now)
      if (time < 1) this.#flight = requestAnimationFrame(step)
    }
    this.#flight = requestAnimationFrame(step)
  }
}
