/** What grows with its length has a `growth` below. */
export const LINEAR = 24
/** Measured again where a time is long: others use the processor, too. */
const ATTEMPTS = 10
/** Added to both times: the ratio of two that are shorter says nothing. */
const LEAST_MS = 0.1

/**
 * How many times longer eight times the length takes: some 8 if time grows with the length, 64 with its square. The smallest of several
 * attempts; stops at the first below 24.
 */
export function growth(run: (length: number) => unknown, length: number): number {
  const time = (of: number) => {
    const begun = performance.now()
    run(of)
    return performance.now() - begun + LEAST_MS
  }
  time(length)
  let smallest = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < ATTEMPTS && smallest >= LINEAR; attempt++) {
    const short = Math.min(time(length), time(length), time(length))
    smallest = Math.min(smallest, Math.min(time(8 * length), time(8 * length)) / short)
  }
  return smallest
}
