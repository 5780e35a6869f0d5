import { toHex } from './tint.js'

/** What the cover of a paper is drawn with: its colours and a source of numbers that is the same at every build. */
interface Brush {
  readonly light: string
  readonly mid: string
  readonly bright: string
  /** The next of a fixed row of numbers in 0..1. */
  readonly next: () => number
}

type Motif = (brush: Brush) => string

const at = (value: number): string => String(Math.round(value * 10) / 10)
const dot = (x: number, y: number, r: number, fill: string, opacity = 1): string =>
  `<circle cx="${at(x)}" cy="${at(y)}" r="${at(r)}" fill="${fill}"${opacity < 1 ? ` opacity="${opacity}"` : ''}/>`
const ring = (x: number, y: number, r: number, stroke: string, width: number): string =>
  `<circle cx="${at(x)}" cy="${at(y)}" r="${at(r)}" fill="none" stroke="${stroke}" stroke-width="${width}"/>`
const stroke = (d: string, color: string, width: number, opacity = 1): string =>
  `<path d="${d}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"${opacity < 1 ? ` opacity="${opacity}"` : ''}/>`
const box = (x: number, y: number, width: number, height: number, fill: string, opacity = 1): string =>
  `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" rx="3" fill="${fill}"${opacity < 1 ? ` opacity="${opacity}"` : ''}/>`
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index))

/** A row of beads, the last one still to come. */
const sequence: Motif = ({ light, mid, bright, next }) => {
  const rows = times(4, (row) => {
    const y = 62 + row * 38
    const known = 3 + Math.floor(next() * 3)
    const beads = times(known, (i) => dot(48 + i * 29, y, 8 + next() * 3, i === known - 1 ? light : mid))
    return stroke(`M48 ${y}H${48 + known * 29}`, mid, 2, 0.6) + beads.join('') + ring(48 + known * 29, y, 9, bright, 3)
  })
  return rows.join('')
}

/** Rows and columns, some cells known. */
const ratings: Motif = ({ light, mid, bright, next }) =>
  times(36, (cell) => {
    const known = next()
    const fill = known > 0.86 ? bright : known > 0.55 ? light : mid
    return box(42 + (cell % 6) * 27, 42 + Math.floor(cell / 6) * 27, 21, 21, fill, known > 0.55 ? 1 : 0.35)
  }).join('')

/** Points that have found their neighbours, and the directions to them. */
const points: Motif = ({ light, mid, bright, next }) => {
  const groups = times(3, (group) => {
    const x = 75 + (group % 2) * 92 + next() * 20 - 10
    const y = 72 + group * 46 + next() * 16 - 8
    const near = times(7, () => {
      const angle = next() * 2 * Math.PI
      const far = 12 + next() * 20
      return dot(x + far * Math.cos(angle), y + far * Math.sin(angle), 3.4, group === 1 ? bright : light)
    })
    return stroke(`M40 200L${at(x)} ${at(y)}`, mid, 2, 0.8) + ring(x, y, 37, mid, 1.5) + near.join('')
  })
  return `${stroke('M40 40V200H200', mid, 2)}${groups.join('')}`
}

/** Measured bars and the curve through them. */
const bars: Motif = ({ light, mid, bright, next }) => {
  const heights = times(7, (i) => 30 + i * 11 + next() * 34)
  const curve = heights.map((height, i) => `${i === 0 ? 'M' : 'L'}${at(53 + i * 23)} ${at(188 - height)}`).join('')
  const columns = heights.map((height, i) => box(45 + i * 23, 196 - height * 0.8, 16, height * 0.8, mid, 0.65))
  const marks = heights.map((height, i) => dot(53 + i * 23, 188 - height, 4.5, bright))
  return `${columns.join('')}${stroke(curve, light, 3)}${marks.join('')}`
}

/** A text and a picture that lie over one another. */
const overlap: Motif = ({ light, mid, bright, next }) => {
  const shift = next() * 18
  const lines = times(6, (i) => stroke(`M58 ${76 + i * 18}H${at(96 + next() * 40)}`, light, 4, 0.9))
  return (
    `${box(42, 56, 112, 128, mid, 0.55)}${lines.join('')}` +
    `${dot(152 - shift / 2, 122 + shift / 2, 52, bright, 0.82)}${ring(152 - shift / 2, 122 + shift / 2, 34, light, 2)}${dot(152 - shift / 2, 122 + shift / 2, 8 + shift / 3, light)}`
  )
}

/** A picture seen as patches. */
const patches: Motif = ({ light, mid, bright, next }) =>
  times(25, (cell) => {
    const x = 45 + (cell % 5) * 31
    const y = 45 + Math.floor(cell / 5) * 31
    const kind = next()
    if (kind < 0.35) return box(x, y, 26, 26, mid, 0.5)
    if (kind < 0.6) return `<path d="M${x} ${y + 26}V${y}A26 26 0 0 1 ${x + 26} ${y + 26}Z" fill="${light}"/>`
    if (kind < 0.8) return `<path d="M${x + 26} ${y}V${y + 26}A26 26 0 0 1 ${x} ${y}Z" fill="${bright}"/>`
    return dot(x + 13, y + 13, 9, mid)
  }).join('')

/** Many ways down to one leaf. */
const tree: Motif = ({ light, mid, bright, next }) => {
  const chosen = Math.floor(next() * 8)
  const edges = times(8, (leaf) => {
    const x = 43 + leaf * 22
    const parent = 54 + Math.floor(leaf / 2) * 44
    const top = leaf < 4 ? 76 : 164
    return stroke(
      `M120 46C120 78 ${top} 64 ${top} 96C${top} 124 ${parent} 118 ${parent} 146C${parent} 170 ${x} 164 ${x} 190`,
      leaf === chosen ? bright : mid,
      leaf === chosen ? 4 : 2,
      leaf === chosen ? 1 : 0.6,
    )
  })
  const leaves = times(8, (leaf) => dot(43 + leaf * 22, 192, leaf === chosen ? 9 : 5.5, leaf === chosen ? bright : light))
  return `${edges.join('')}${leaves.join('')}${dot(120, 46, 8, light)}`
}

/** Lines of writing, one word of them just being found. */
const writing: Motif = ({ light, mid, bright, next }) => {
  const rows = times(8, (row) => {
    const y = 54 + row * 19
    let x = 42
    let words = ''
    while (x < 178) {
      const width = 12 + next() * 34
      const isLast = row === 7 && x > 90
      words += stroke(`M${at(x)} ${y}h${at(Math.min(width, 198 - x))}`, isLast ? bright : next() > 0.75 ? light : mid, 6, isLast ? 1 : 0.85)
      if (isLast) break
      x += width + 13
    }
    return words
  })
  return rows.join('')
}

/** Nodes and what joins them. */
const graph: Motif = ({ light, mid, bright, next }) => {
  const nodes = times(9, (i) => {
    const angle = (i / 8) * 2 * Math.PI + next() * 0.5
    const far = i === 8 ? 0 : 52 + next() * 28
    return { x: 120 + far * Math.cos(angle), y: 120 + far * Math.sin(angle) }
  })
  const edges = nodes.flatMap((from, i) => {
    const ends = [nodes[8]!, nodes[(i + 1) % 8]!, ...(next() > 0.6 ? [nodes[(i + 3) % 8]!] : [])]
    return ends.map((to) => stroke(`M${at(from.x)} ${at(from.y)}L${at(to.x)} ${at(to.y)}`, mid, 2, 0.7))
  })
  return `${edges.join('')}${nodes.map(({ x, y }, i) => dot(x, y, i === 8 ? 15 : 6 + next() * 4, i === 8 ? bright : light)).join('')}`
}

/** Motif and hue, in degrees. */
const TOPICS: Readonly<Record<string, { readonly motif: Motif; readonly hue: number }>> = {
  'Sequential and conversational recommendation': { motif: sequence, hue: 250 },
  'Collaborative and multimodal recommendation': { motif: ratings, hue: 155 },
  'Text embeddings': { motif: points, hue: 285 },
  'Evaluation, similarity and surveys': { motif: bars, hue: 75 },
  'Multimodal retrieval': { motif: overlap, hue: 20 },
  'Visual recognition and generation': { motif: patches, hue: 335 },
  'Search, indexing and compression': { motif: tree, hue: 195 },
  'LLM and generative recommendation': { motif: writing, hue: 45 },
  'Graphs, tables and job matching': { motif: graph, hue: 120 },
}

/** One SVG file: the motif of the topic, varied by the paper. Undefined for a topic without one. */
export function coverOf(paper: { readonly id: string; readonly category: readonly string[] }): string | undefined {
  const topic = TOPICS[paper.category.at(-1) ?? '']
  if (!topic) return undefined
  const next = numbersFrom(paper.id)
  const hue = (topic.hue * Math.PI) / 180 + (next() - 0.5) * 0.3
  const paint = (lightness: number, chroma: number, turn = 0) => toHex({ lightness, chroma, hue: hue + turn })
  const brush = { light: paint(0.93, 0.03), mid: paint(0.62, 0.075), bright: paint(0.83, 0.13, 0.9), next }
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="480" viewBox="0 0 240 240">' +
    `<path fill="${paint(0.36, 0.06)}" d="M0 0h240v240H0z"/>${topic.motif(brush)}</svg>`
  )
}

/** Mulberry32, started from the characters of a text. */
function numbersFrom(text: string): () => number {
  let state = 0x9e3779b9
  for (const character of text) state = Math.imul(state ^ character.charCodeAt(0), 0x85ebca6b)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296
  }
}
