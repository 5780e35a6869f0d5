const CLOSING = `"'”’)]`
const BEGIN = /^["'“‘([]*[\p{Lu}\d]/u
/** Ends that are no end: short forms before a full stop. */
const SHORT_FORM = /(?:\b(?:e\.g|i\.e|etc|cf|vs|al|fig|eq|sec|no|dr|mr|mrs|st|resp|approx|w\.r\.t)|\b[A-Z])\.$/i
/** With the character before it. */
const LONGEST_SHORT_FORM = 8

/**
 * Sentences of running text: cut after . ! or ? (and what closes quotes and brackets) before a blank and a capital, digit, quote
 * or bracket, but not after a short form such as "e.g." or an initial. By rule, not by `Intl.Segmenter`, whose rules change with its data.
 */
export function sentences(text: string): string[] {
  const found: string[][] = []
  let last = ''
  for (const word of text.split(/\s+/)) {
    if (word === '') continue
    if (last === '' || (BEGIN.test(word) && ends(last))) found.push([word])
    else found.at(-1)!.push(word)
    last = word
  }
  return found.map((words) => words.join(' '))
}

/** Whether a sentence ends with this word. Looks at the end of it alone, so that the time is linear in the length of the text. */
function ends(word: string): boolean {
  let end = word.length
  while (end > 0 && CLOSING.includes(word[end - 1]!)) end--
  return end > 0 && '.!?'.includes(word[end - 1]!) && !SHORT_FORM.test(word.slice(-LONGEST_SHORT_FORM))
}
