import { useEffect, useReducer, useRef, useState } from 'react'
import type { Answer } from '../shelf/answer.js'
import { CardWatcher } from '../shelf/card-watcher.js'
import type { LiveAnswer } from '../shelf/live-answer.js'
import { StableShelf } from '../shelf/stable-shelf.js'
import type { ItemId } from '../types.js'

export interface ShownShelf {
  readonly shelf: StableShelf
  /** Room for all cards asked for is kept until it can be given back unseen. */
  readonly reservesRoom: boolean
  /** No card has a picture. Found out where nobody sees the layout change. */
  readonly isPictureless: boolean
  /** The cards are those of another question than before. */
  readonly isFirst: boolean
}

/**
 * The list to draw for `answer`, which `live` gave: a better answer leaves in place what the visitor sees or has seen of `section`, whose
 * cards are the elements that match `cards`. `onSeen` hears once of each item that was in view for a second. The shelf takes an
 * answer while rendering, which is safe because taking the same answer again changes nothing.
 */
export function useStableShelf(
  answer: Answer,
  live: LiveAnswer,
  section: HTMLElement | null,
  cards: string,
  onSeen: (id: ItemId) => void,
): ShownShelf {
  const [shelf] = useState(() => new StableShelf())
  const [watcher, setWatcher] = useState<CardWatcher>()
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const [room] = useState({ isKept: true, isPictureless: false })
  const seen = useRef(onSeen)
  useEffect(() => {
    seen.current = onSeen
  })
  useEffect(() => {
    if (!section) return
    const created = new CardWatcher(section, (id) => seen.current(id), redraw)
    live.sight = () => created
    setWatcher(created)
    return () => created.disconnect()
  }, [live, section])
  const isFirst = shelf.take(answer, watcher) === 'first'
  if (isFirst) watcher?.reset()
  if (answer.status === 'loading') room.isKept = true
  else if (watcher?.shelfAway) room.isKept = false
  if (watcher?.shelfAway && shelf.shown.length > 0) room.isPictureless = !shelf.shown.some(({ item }) => item.image)
  useEffect(() => {
    const ids = shelf.shown.map(({ item }) => item.id)
    watcher?.watch([...(section?.querySelectorAll(cards) ?? [])], ids)
  })
  return { shelf, reservesRoom: room.isKept, isPictureless: room.isPictureless, isFirst }
}
