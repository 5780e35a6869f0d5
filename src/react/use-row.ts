import { useEffect, useReducer, useState } from 'react'
import { RowController } from '../shelf/row-controller.js'

/** The cards of `section` as the visitor moves through them. */
export function useRow(section: HTMLElement | null): RowController {
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const [root] = useState<{ current: HTMLElement | null }>(() => ({ current: null }))
  const [row] = useState(
    () => new RowController({ root: () => root.current, redraw, drawn: () => new Promise((drawn) => requestAnimationFrame(drawn)) }),
  )
  useEffect(() => {
    root.current = section
    if (!section) return
    row.connect(section)
    return () => row.disconnect()
  }, [row, root, section])
  // how many cards fit changes with the cards
  useEffect(() => row.measure())
  return row
}
