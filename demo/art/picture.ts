import type { Drawing } from './drawing.js'
import { groundOf } from './tint.js'

/** The part of a row of the shop's catalog that its picture is made from. */
export interface Drawable {
  readonly id: string
  readonly category: readonly string[]
  readonly shape: string
  readonly colors: readonly [string, string, string]
}

/** One SVG file: the drawing in its colours, on a ground of their tint, with a soft shadow where it stands. */
export function pictureOf({ colors }: Drawable, drawing: Drawing): string {
  const { ground, shadow } = groundOf(colors)
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="480" viewBox="0 0 240 240">' +
    `<radialGradient id="s"><stop stop-color="${shadow}" stop-opacity=".42"/><stop offset="1" stop-color="${shadow}" stop-opacity="0"/></radialGradient>` +
    `<path fill="${ground}" d="M0 0h240v240H0z"/>` +
    '<g transform="translate(120 123) scale(.86) translate(-120 -120)">' +
    '<ellipse cx="120" cy="199" rx="104" ry="11" fill="url(#s)"/>' +
    `${drawing(...colors)}</g></svg>`
  )
}
