import type { MapCamera } from './map-camera.js'

/** Dots to be painted, by row. */
export interface Dots {
  /** From 0 to 1. */
  readonly x: Float32Array
  readonly y: Float32Array
  /** Places of their colours. */
  readonly colourOf: Uint8Array
  /** 1 for those that stand back. */
  readonly isFaint: Uint8Array
}

/** Painted beyond each side of what is seen, in shares of it: a map that is moved is not painted anew at once. */
const BEYOND = 0.25
/** A picture is stretched so far before it is painted anew. */
const MOST_STRETCH = 1.5
const FAINT = 0.25
const LEAST_PX = 1.25
const MOST_PX = 9
/** Of the room of an item. */
const SHARE = 0.36

/** Radius of a dot, in CSS pixels. */
export function dotRadius({ room }: MapCamera): number {
  return Math.min(MOST_PX, Math.max(LEAST_PX, SHARE * room))
}

/**
 * The dots of a map, in a picture that is moved and stretched with it. Dots are written pixel by pixel: without a graphics processor a
 * browser needs several frames for thousands of arcs.
 */
export class MapDots {
  readonly #picture = new OffscreenCanvas(1, 1)
  #of: { readonly dots: Dots; readonly colours: Uint8ClampedArray; readonly width: number; readonly height: number } | undefined
  #scale = 1
  #left = 0
  #top = 0

  /**
   * Draws them. Returns false if they are stretched, and are to be painted anew when the map rests.
   *
   * @param colours Red, green, blue and alpha by place.
   * @param isMoving The picture may be stretched.
   */
  draw(pen: CanvasRenderingContext2D, camera: MapCamera, dots: Dots, colours: Uint8ClampedArray, isMoving: boolean): boolean {
    if (!this.#fits(camera, dots, colours, isMoving)) this.#paint(camera, dots, colours)
    const stretch = camera.scale / this.#scale
    const { width, height } = this.#picture
    const ratio = devicePixelRatio / stretch
    pen.drawImage(this.#picture, camera.left - this.#left * stretch, camera.top - this.#top * stretch, width / ratio, height / ratio)
    return stretch === 1
  }

  #fits(camera: MapCamera, dots: Dots, colours: Uint8ClampedArray, isMoving: boolean): boolean {
    const { width, height, scale, left, top } = camera
    const of = this.#of
    if (!of || of.dots !== dots || of.colours !== colours || of.width !== width || of.height !== height) return false
    const stretch = scale / this.#scale
    if (!isMoving && stretch !== 1) return false
    const [fromX, fromY] = [this.#left * stretch - left, this.#top * stretch - top]
    const isCovered =
      fromX >= 0 &&
      fromY >= 0 &&
      fromX + width <= (this.#picture.width / devicePixelRatio) * stretch &&
      fromY + height <= (this.#picture.height / devicePixelRatio) * stretch
    return isCovered && stretch <= MOST_STRETCH
  }

  #paint(camera: MapCamera, dots: Dots, colours: Uint8ClampedArray): void {
    const ratio = devicePixelRatio
    const { width, height, scale } = camera
    const [beyondX, beyondY] = [Math.round(width * BEYOND), Math.round(height * BEYOND)]
    this.#of = { dots, colours, width, height }
    this.#scale = scale
    this.#left = camera.left + beyondX
    this.#top = camera.top + beyondY
    const across = Math.ceil((width + 2 * beyondX) * ratio)
    const down = Math.ceil((height + 2 * beyondY) * ratio)
    Object.assign(this.#picture, { width: across, height: down })
    const image = new ImageData(across, down)
    const pixels = new Uint32Array(image.data.buffer)
    const words = new Uint32Array(Uint8ClampedArray.from(colours).buffer)
    const stamp = stampOf(dotRadius(camera) * ratio)
    const reach = (stamp.side - 1) / 2
    for (let row = 0; row < dots.x.length; row++) {
      const x = Math.round((dots.x[row]! * scale + this.#left) * ratio)
      const y = Math.round((dots.y[row]! * scale + this.#top) * ratio)
      if (x < reach || y < reach || x >= across - reach || y >= down - reach) continue
      // bytes are red, green, blue, alpha: in a word the last one is the highest
      const colour = words[dots.colourOf[row]!]! & 0xffffff
      const strength = dots.isFaint[row] ? FAINT : 1
      for (let at = 0, j = y - reach; j <= y + reach; j++) {
        for (let i = j * across + x - reach, end = i + stamp.side; i < end; i++, at++) {
          const alpha = (stamp.alpha[at]! * strength) | 0
          if (alpha > pixels[i]! >>> 24) pixels[i] = colour | (alpha << 24)
        }
      }
    }
    this.#picture.getContext('2d')!.putImageData(image, 0, 0)
  }
}

/** How much of each pixel a dot covers, 0 to 255. */
function stampOf(radius: number): { readonly side: number; readonly alpha: Uint8Array } {
  const reach = Math.ceil(radius)
  const side = 2 * reach + 1
  const alpha = Uint8Array.from({ length: side * side }, (_, at) => {
    const far = Math.hypot((at % side) - reach, Math.floor(at / side) - reach)
    return 255 * Math.max(0, Math.min(1, radius + 0.5 - far))
  })
  return { side, alpha }
}
