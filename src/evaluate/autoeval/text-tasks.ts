import { isTitleFromText, titleFromText } from '../../catalog/title-from-text.js'
import { sentences } from '../../lexical/sentences.js'
import { tokenize } from '../../lexical/tokens.js'
import type { Item } from '../../types.js'
import { type Draw, draws } from '../draw.js'
import { MIN_QUERIES, type Task, type TaskId, type TaskOptions, type TaskQuery } from './task.js'

const NAMES: Readonly<Record<Exclude<TaskId, 'linked'>, string>> = {
  cloze: 'a sentence of its text finds the item',
  opening: 'the first sentence finds the item',
  title: 'the title finds the item by the rest of its text',
}

/** A shorter sentence is too general to be a query. */
const MIN_TERMS = 4

/** The text taken out of an item as its query, and the rest. */
interface Cut {
  readonly query: string
  readonly left: Item
}

/**
 * Free pairs of a text and the item that it comes from (Chang et al., 2020, "Pre-training tasks for embedding-based large-scale
 * retrieval"). The inverse cloze task takes a random sentence out of an item's description (Lee, Chang and Toutanova, 2019), body first
 * selection takes the first one. The query must find the rest. If too few items have two sentences, titles are the queries. A sentence
 * of several items, such as delivery terms, is not used.
 *
 * @returns Tasks of at least 20 queries; none for a catalog of titles.
 */
export function textTasks(items: readonly Item[], options: TaskOptions = {}): Task[] {
  const draw = draws(options.seed ?? 1)
  const texts = items.map(({ description }) => sentences(description ?? ''))
  const isOwn = ownTexts(texts)
  const whole = (sentence: string | undefined): sentence is string =>
    sentence !== undefined && isOwn(sentence) && tokenize(sentence).length >= MIN_TERMS
  const cloze = taskOf('cloze', items, draw, options, (item, row) => {
    const own = texts[row]!.length < 2 ? [] : texts[row]!.filter(whole)
    return own.length === 0 ? null : withoutSentence(item, texts[row]!, draw.one(own))
  })
  const opening = taskOf('opening', items, draw, options, (item, row) => {
    const [first, second] = texts[row]!
    return second !== undefined && whole(first) ? withoutSentence(item, texts[row]!, first) : null
  })
  const tasks = [cloze, opening].filter(({ queries }) => queries.length >= MIN_QUERIES)
  if (tasks.length > 0) return tasks
  const isOwnTitle = ownTexts(items.map(({ title }) => [title]))
  const title = taskOf('title', items, draw, options, (item) => (isOwnTitle(item.title) ? withoutTitle(item) : null))
  return title.queries.length >= MIN_QUERIES ? [title] : []
}

function taskOf(
  id: Exclude<TaskId, 'linked'>,
  items: readonly Item[],
  draw: Draw,
  { queries: wanted = 200 }: TaskOptions,
  cut: (item: Item, row: number) => Cut | null,
): Task {
  const left = [...items]
  const queries: TaskQuery[] = []
  for (const row of draw.shuffled([...items.keys()])) {
    if (queries.length === wanted) break
    const found = cut(items[row]!, row)
    if (!found) continue
    left[row] = found.left
    queries.push({ row, text: found.query, relevant: new Set([row]) })
  }
  return { id, name: NAMES[id], items: left, queries }
}

/** A title that begins the text must not repeat the query. */
function withoutSentence(item: Item, all: readonly string[], sentence: string): Cut {
  const description = all.filter((other) => other !== sentence).join(' ')
  const title = isTitleFromText(item) ? titleFromText(description) : item.title
  return { query: sentence, left: { ...item, title, description } }
}

/** The beginning of the text becomes the title, as in a catalog without titles. */
function withoutTitle(item: Item): Cut | null {
  const text = item.description ?? longestText(item)
  if (tokenize(text).length < MIN_TERMS || tokenize(item.title).length === 0) return null
  const title = titleFromText(text)
  return title === '' || title === item.title ? null : { query: item.title, left: { ...item, title } }
}

function longestText({ attributes = {} }: Item): string {
  const texts = Object.values(attributes).map((value) => (typeof value === 'object' ? value.join(', ') : String(value)))
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '')
}

/** Whether only one row has this text, ignoring case and blanks. */
function ownTexts(rows: readonly (readonly string[])[]): (text: string) => boolean {
  const key = (text: string) => text.toLowerCase().replace(/\s+/g, ' ').trim()
  const counts = new Map<string, number>()
  for (const texts of rows) for (const text of new Set(texts.map(key))) counts.set(text, (counts.get(text) ?? 0) + 1)
  return (text) => counts.get(key(text)) === 1
}
