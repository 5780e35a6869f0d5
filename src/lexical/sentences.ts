/** Ends that are no end: short forms before a full stop. */
const SHORT_FORM = /(?:\b(?:e\.g|i\.e|etc|cf|vs|al|fig|eq|sec|no|dr|mr|mrs|st|resp|approx|w\.r\.t)|\b[A-Z])\.$/i

/**
 * Sentences of running text: cut after . ! or ? (and what closes quotes and brackets) before a blank and a capital, digit, quote
 * or bracket, but not after a short form such as "e.g." or an initial. By rule, not by `Intl.Segmenter`, whose rules change with its data.
 */
export function sentences(text: string): string[] {
  const found: string[] = []
  for (const piece of text.trim().split(/(?<=[.!?]["'”’)\]]*)\s+(?=["'“‘([]*[\p{Lu}\d])/u)) {
    const before = found.at(-1)
    if (before !== undefined && SHORT_FORM.test(before)) found[found.length - 1] = `${before} ${piece}`
    else if (piece !== '') found.push(piece)
  }
  return found
}
