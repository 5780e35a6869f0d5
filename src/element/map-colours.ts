/** Colours of a map, on the background that the colour of the text stands on. */
interface MapColours {
  readonly text: string
  /** Behind text, so that it can be read over dots. */
  readonly halo: string
  /** Red, green, blue and alpha, by topic at the top; at last those of what is in no topic. */
  readonly dots: Uint8ClampedArray
}

let kept: { readonly key: string; readonly colours: MapColours } | undefined

/** @param text The computed colour of text. */
export function mapColours(text: string, topics: number): MapColours {
  const isForced = matchMedia('(forced-colors: active)').matches
  const key = `${text} ${topics} ${isForced}`
  if (kept?.key === key) return kept.colours
  const [red = 0, green = 0, blue = 0] = pixelsOf([text])
  const isDark = (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255 > 0.5
  const hue = (at: number) => `hsl(${Math.round((at * 360) / topics)} ${isDark ? '60% 64%' : '62% 42%'})`
  const colours = {
    text,
    halo: isForced ? 'Canvas' : isDark ? 'rgb(0 0 0 / .8)' : 'rgb(255 255 255 / .85)',
    dots: pixelsOf([...Array.from({ length: topics }, (_, at) => (isForced ? text : hue(at))), text]),
  }
  kept = { key, colours }
  return colours
}

/** Of any colours that the browser can paint. */
function pixelsOf(colours: readonly string[]): Uint8ClampedArray {
  const pen = new OffscreenCanvas(colours.length, 1).getContext('2d', { willReadFrequently: true })!
  for (const [at, colour] of colours.entries()) {
    pen.fillStyle = colour
    pen.fillRect(at, 0, 1, 1)
  }
  return pen.getImageData(0, 0, colours.length, 1).data
}
