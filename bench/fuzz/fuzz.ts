import { PagekinError } from '../../src/errors.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { pieces } from './strings.js'
import type { Target } from './target.js'
import { openTargets } from './targets.js'

export interface Finding {
  readonly target: string
  readonly text: string
  readonly why: string
}

export interface Fuzzed {
  readonly strings: number
  /** How many of them were refused with a `PagekinError`. */
  readonly refused: number
  readonly timed: number
  readonly findings: readonly Finding[]
}

/** Of these lengths, the time for the second may be this many times that for the first: the lengths differ fourfold. */
const LENGTHS = [8192, 32_768] as const
const MOST = 12
/** Shorter times are noise. */
const LEAST_MS = 40

/**
 * Gives `runs` strings to the readers in turn: each answers or throws a `PagekinError`. Of every `timedEvery` strings one is a piece that
 * is repeated, at two lengths, so that time shows as a function of length. The same seed makes the same strings.
 */
export async function fuzz(runs: number, seed: number, timedEvery = 1000): Promise<Fuzzed> {
  const random = mulberry32(seed)
  const targets = await openTargets()
  const findings: Finding[] = []
  let refused = 0
  let timed = 0
  let wanted: ((why: unknown) => void) | undefined
  const hear = (why: unknown) => wanted?.(why)
  process.on('unhandledRejection', hear)
  const { warn } = console
  console.warn = () => undefined
  try {
    for (let run = 0; run < runs; run++) {
      const target = targets[run % targets.length]!
      if (Math.floor(run / targets.length) % timedEvery === 0) {
        timed++
        const piece = pieces(1 + (run % 3), random)
        const why = await superlinear(target, piece)
        if (why) findings.push({ target: target.name, text: piece, why })
        continue
      }
      const text = target.make(random)
      const why = await failureOf(target, text, (listener) => {
        wanted = listener
      })
      if (why === 'refused') refused++
      else if (why) findings.push({ target: target.name, text, why })
    }
    // what nobody held rejects after its task
    await new Promise((resolve) => setTimeout(resolve))
  } finally {
    console.warn = warn
    process.off('unhandledRejection', hear)
  }
  return { strings: runs, refused, timed, findings }
}

async function failureOf({ read }: Target, text: string, listen: (listener: (why: unknown) => void) => void): Promise<string | undefined> {
  let why: string | undefined
  listen((thrown) => {
    why ??= `nobody held: ${thrown}`
  })
  try {
    await read(text)
  } catch (thrown) {
    if (thrown instanceof PagekinError) return 'refused'
    return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  }
  return why
}

async function superlinear(target: Target, piece: string): Promise<string | undefined> {
  const timeOf = async (length: number) => {
    const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
    const begun = process.cpuUsage()
    await Promise.resolve(target.read(text)).catch(() => undefined)
    const { user, system } = process.cpuUsage(begun)
    return (user + system) / 1000
  }
  for (let attempt = 0; ; attempt++) {
    const [short, long] = [await safely(timeOf(LENGTHS[0])), await safely(timeOf(LENGTHS[1]))]
    if (long < LEAST_MS || long <= MOST * short) return undefined
    // a pause of the collector is not there three times
    if (attempt === 2) return `${long.toFixed(0)} ms for ${LENGTHS[1]} characters, ${short.toFixed(1)} ms for ${LENGTHS[0]}`
  }
}

function safely(time: Promise<number>): Promise<number> {
  return time.catch(() => 0)
}
