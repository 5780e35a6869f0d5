import type { Item } from '../types.js'
import { cutText, oneLine } from './plain-text.js'

/** About as long as a title that was written as one. */
const MAX_CHARACTERS = 80

/** A title for a row that has only text: the text's first sentence, cut between words (or, where it has none, anywhere) at 80 characters. */
export function titleFromText(text: string): string {
  // more blanks than words in this many characters is no text
  const line = oneLine(text.slice(0, 10 * MAX_CHARACTERS))
  const sentence = /^.*?[.!?。！？](?=\s|$)/u.exec(line)?.[0] ?? line
  if (sentence.length <= MAX_CHARACTERS) return sentence
  const beginning = cutText(sentence, MAX_CHARACTERS)
  const lastBlank = sentence[beginning.length] === ' ' ? beginning.length : beginning.lastIndexOf(' ')
  return lastBlank > 0 ? beginning.slice(0, lastBlank) : beginning
}

/** Whether the title says nothing that the description does not begin with: then it is not said, nor counted, twice. */
export function isTitleFromText({ title, description }: Pick<Item, 'title' | 'description'>): boolean {
  return description !== undefined && title === titleFromText(description)
}
