import { PagekinError } from '../errors.js'
import { createSerialQueue } from '../waiting.js'

/** An engine that dies while one question waits may die by chance; the second one does not. */
const MAX_DEATHS = 2

/**
 * Finds the question that ends engines. Every question that waits when an engine dies is a suspect. Suspects are asked one at
 * a time, so that a second death names one of them; that one is not asked again. A suspect that is answered is cleared.
 */
export class Suspects {
  /** How many calls of each question wait now. */
  readonly #waiting = new Map<string, number>()
  /** How many engines died while each suspect waited. */
  readonly #deaths = new Map<string, number>()
  readonly #oneAtATime = createSerialQueue()

  /**
   * Runs `call`, a suspect's after those of other suspects.
   *
   * @param call Is given what watches the answer from the moment that the question is sent.
   * @throws PagekinError `worker-failed` for a question that has ended two engines.
   */
  ask<T>(question: string | undefined, call: (watch: (answer: Promise<T>) => Promise<T>) => Promise<T>): Promise<T> {
    if (question === undefined) return call((answer) => answer)
    const run = async () => {
      if (this.#deathsOf(question) >= MAX_DEATHS) throw refusal(question)
      return call((answer) => this.#watch(question, answer))
    }
    return this.#deaths.has(question) ? this.#oneAtATime(run) : run()
  }

  /** Call it before the waiting calls are rejected. True if a question is to blame for this death. */
  died(): boolean {
    let isBlamed = false
    for (const question of this.#waiting.keys()) {
      const deaths = this.#deathsOf(question) + 1
      this.#deaths.set(question, deaths)
      isBlamed ||= deaths >= MAX_DEATHS
    }
    return isBlamed
  }

  async #watch<T>(question: string, answer: Promise<T>): Promise<T> {
    const before = this.#deathsOf(question)
    this.#waiting.set(question, (this.#waiting.get(question) ?? 0) + 1)
    try {
      return await answer
    } finally {
      const others = this.#waiting.get(question)! - 1
      if (others > 0) this.#waiting.set(question, others)
      else this.#waiting.delete(question)
      if (this.#deathsOf(question) === before) this.#deaths.delete(question)
    }
  }

  #deathsOf(question: string): number {
    return this.#deaths.get(question) ?? 0
  }
}

function refusal(question: string): PagekinError {
  const asked = question.length > 100 ? `${question.slice(0, 100)}… (${question.length} characters)` : question
  return new PagekinError('worker-failed', `received ${asked}, which ended the engine twice, and is not asked again`)
}
