/** Entries of a term's random vector that are not 0. Beside BM25, 1, 2, 4 and 16 of 256 were equal within their noise. */
export const NON_ZEROS = 4

/** The entries of a term's random vector that are not 0, all of one size: twice the place, plus 1 where it is negative. A place may come twice. */
export function randomEntries(term: string, dimensions: number): number[] {
  let state = hashOf(term)
  return Array.from({ length: NON_ZEROS }, () => {
    state = mixed((state + 0x9e3779b9) | 0)
    return (((state >>> 1) % dimensions) << 1) | (state & 1)
  })
}

/** A number of a text, as if drawn: uniform in [0, 1), and the same for the same text. */
export function uniformOf(text: string): number {
  return mixed(hashOf(text)) / 4_294_967_296
}

/** FNV-1a over the UTF-16 units of a term. */
function hashOf(term: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < term.length; i++) hash = Math.imul(hash ^ term.charCodeAt(i), 0x01000193)
  return hash
}

/** The finaliser of MurmurHash3: every bit of the result depends on every bit of the state. */
function mixed(state: number): number {
  let bits = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
