import { below, mutated, mutatedValue } from './strings.js'

/** A reader of what others wrote. It answers or throws a `PagekinError`, whatever it is given. */
export interface Target {
  readonly name: string
  /** A text to read: often one that is nearly right. */
  make(random: () => number): string
  read(text: string): unknown
}

/** JSON texts: mutated as values, and now and then as text. */
export function json(...seeds: unknown[]): Target['make'] {
  return (random) => {
    const text = JSON.stringify(mutatedValue(seeds[below(seeds.length, random)], random)) ?? 'null'
    return random() < 0.3 ? mutated(text, random) : text
  }
}

/** What a text is as JSON; itself where it is none. */
export function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, 'latin1'))
}
