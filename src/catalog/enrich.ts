import type { Item } from '../types.js'

/** Text that an owner adds to an item before pages get it: synonyms, a summary, what a language model says of it. Empty: nothing. */
export type Enrich = (item: Item) => string | Promise<string>

/** Items with the added text after their own description, so that words and vectors both know it; one after the other. */
export async function enrichItems(items: readonly Item[], enrich: Enrich): Promise<Item[]> {
  const enriched: Item[] = []
  for (const item of items) {
    const added = (await enrich(item)).trim()
    if (added === '') enriched.push(item)
    else enriched.push({ ...item, description: item.description === undefined ? added : `${item.description}\n${added}` })
  }
  return enriched
}
