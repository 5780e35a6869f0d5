/** Oklab (Ottosson 2020, "A perceptual color space for image processing"): lightness 0..1, chroma 0..0.4, hue in radians. */
export interface Oklch {
  readonly lightness: number
  readonly chroma: number
  readonly hue: number
}

/** Reads `#rrggbb`. */
export function toOklch(hex: string): Oklch {
  const [r, g, b] = [1, 3, 5].map((at) => toLinear(Number.parseInt(hex.slice(at, at + 2), 16) / 255)) as [number, number, number]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const yellow = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    chroma: Math.hypot(a, yellow),
    hue: Math.atan2(yellow, a),
  }
}

/** Writes `#rrggbb`; what sRGB cannot show is cut to what it can. */
export function toHex({ lightness, chroma, hue }: Oklch): string {
  const a = chroma * Math.cos(hue)
  const yellow = chroma * Math.sin(hue)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * yellow) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * yellow) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * yellow) ** 3
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  return `#${channels.map((channel) => byteOf(channel).toString(16).padStart(2, '0')).join('')}`
}

/** Above this a thing is nearly white, and needs a darker ground to stand out from. */
const NEARLY_WHITE = 0.86
const COLOURLESS = 0.03

/** The ground an item is shown on: its own colour, very faint; for a nearly white one its second or third, less so. */
export function groundOf(colors: readonly [string, string, string]): { readonly ground: string; readonly shadow: string } {
  const [main, ...others] = colors.map(toOklch) as [Oklch, Oklch, Oklch]
  const tinted = [main, ...others].find(({ chroma }) => chroma > COLOURLESS) ?? main
  const isPale = main.lightness > NEARLY_WHITE
  const lightness = isPale ? 0.885 : 0.945
  const chroma = tinted.chroma > COLOURLESS ? Math.min(isPale ? 0.035 : 0.026, tinted.chroma * 0.35) : 0.004
  return {
    ground: toHex({ lightness, chroma, hue: tinted.hue }),
    shadow: toHex({ lightness: lightness - 0.5, chroma: chroma * 1.5, hue: tinted.hue }),
  }
}

function toLinear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}

function byteOf(linear: number): number {
  const channel = linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055
  return Math.round(255 * Math.min(1, Math.max(0, channel)))
}
