import { useEffect, useState } from 'react'
import type { Answer } from '../shelf/answer.js'
import { CardWatcher } from '../shelf/card-watcher.js'
import { StableShelf } from '../shelf/stable-shelf.js'

/**
 * The list to draw for `answer`: a better answer leaves in place what the visitor sees or has seen of `section`, whose
 * cards are the elements that match `cards`. The shelf takes an answer while rendering, which is safe because taking the
 * same answer again changes nothing.
 */
export function useStableShelf(answer: Answer, section: HTMLElement | null, cards: string): StableShelf {
  const [shelf] = useState(() => new StableShelf())
  const [watcher, setWatcher] = useState<CardWatcher>()
  useEffect(() => {
    if (!section) return
    const created = new CardWatcher(section, nothing, nothing)
    setWatcher(created)
    return () => created.disconnect()
  }, [section])
  const isFirst = shelf.take(answer, watcher ? { seen: watcher.seen, shelfVisible: watcher.shelfVisible } : UNSEEN) === 'first'
  if (isFirst) watcher?.reset()
  useEffect(() => {
    const ids = shelf.shown.map(({ item }) => item.id)
    watcher?.watch([...(section?.querySelectorAll(cards) ?? [])], ids)
  })
  return shelf
}

const UNSEEN = { seen: new Set<string>(), shelfVisible: false }

function nothing(): void {}
