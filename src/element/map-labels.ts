import type { Topic, TopicPlace } from '../types.js'
import type { Dots } from './map-dots.js'

/** A topic as it is labelled. */
export interface Label {
  /** Of an item: undefined. */
  readonly id: string | undefined
  readonly text: string
  readonly x: number
  readonly y: number
  /** Of the disc that its items fill. */
  readonly radius: number
  readonly level: number
}

/** How far an item is from the nearest other one, in the middle of some. */
export function apartOf({ x, y }: Dots): number {
  const step = Math.max(1, Math.floor(x.length / 64))
  const gaps: number[] = []
  for (let row = 0; row < x.length; row += step) {
    let least = 1
    for (let other = 0; other < x.length; other++) {
      if (other !== row) least = Math.min(least, Math.hypot(x[other]! - x[row]!, y[other]! - y[row]!))
    }
    gaps.push(least)
  }
  return gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? 1
}

/** By level, then by size: in the middle of the topic's items. */
export function labelsOf(topics: readonly Topic[], places: readonly TopicPlace[]): Label[] {
  const all: { readonly topic: Topic; readonly level: number; readonly rows: TopicPlace[] }[] = []
  const byId = new Map<string, (typeof all)[number]>()
  const add = (among: readonly Topic[], level: number): void => {
    for (const topic of among) {
      const entry = { topic, level, rows: [] }
      all.push(entry)
      byId.set(topic.id, entry)
      add(topic.children, level + 1)
    }
  }
  add(topics, 1)
  for (const place of places) {
    for (let end = place.id.indexOf('.'); end >= 0; end = place.id.indexOf('.', end + 1)) byId.get(place.id.slice(0, end))?.rows.push(place)
  }
  return all
    .filter(({ rows }) => rows.length > 0)
    .sort((a, b) => a.level - b.level || b.rows.length - a.rows.length)
    .map(({ topic: { id, name: text }, level, rows }) => {
      const x = rows.reduce((sum, place) => sum + place.x, 0) / rows.length
      const y = rows.reduce((sum, place) => sum + place.y, 0) / rows.length
      const radius = rows.reduce((most, place) => Math.max(most, Math.hypot(place.x - x, place.y - y)), 0)
      return { id, text, level, x, y, radius }
    })
}
