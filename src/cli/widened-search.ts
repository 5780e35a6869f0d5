import type { EngineRequest } from '../protocol.js'
import type { Recommendations } from '../types.js'

type Request = Omit<EngineRequest, 'callId'>

/** Results that stay, and that the others are to be like (docs/measurements.md#widened-search). */
const FIRST = 3

/**
 * A search in two steps: the first results stay, and behind them comes what fits the text and is like them.
 *
 * Source: the retrieval of Fashion-RAG (Sanguigni et al. 2025), a query of a text and several items that it found.
 *
 * @param ask Answers a search of one text.
 */
export async function widenedSearch(ask: (request: Request) => Promise<Recommendations>, request: Request): Promise<Recommendations> {
  const { like = [], limit } = request
  const found = await ask(request)
  const first = found.slice(0, FIRST)
  if (first.length < FIRST || limit <= FIRST) return found
  const rest = await ask({ ...request, like: [...like, ...first.map(({ item }) => item.id)], limit: limit - FIRST })
  const { sure, understood } = found
  return Object.assign([...first, ...rest], sure !== undefined && { sure }, understood && { understood })
}
