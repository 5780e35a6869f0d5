/** Called between short pieces of work. Undefined while nothing else waits. */
export type Breathe = () => Promise<void> | undefined

/** Does work that stops after each piece, without a pause. */
export function atOnce<T>(work: Generator<void, T>): T {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}

/** The same, with a breath between the pieces. */
export async function inPieces<T>(work: Generator<void, T>, breathe: Breathe): Promise<T> {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
    const pause = breathe()
    if (pause) await pause
  }
}
