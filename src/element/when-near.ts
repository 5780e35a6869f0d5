import { own } from '../own.js'
import { isAway } from '../shelf/is-away.js'

/** About one flick of a thumb: time to load before the shelf is seen. */
const MARGIN_PX = 400

/** Calls back once, as soon as `element` is less than `MARGIN_PX` from the viewport. Returns what gives up. */
export function whenNear(element: Element, callback: () => void): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) near()
    },
    own({ rootMargin: `${MARGIN_PX}px` }),
  )
  // an observer speaks up after the first frame is painted; where the layout of that frame is needed anyway, it can be asked
  const frame = requestAnimationFrame(() => {
    if (isNear(element)) near()
  })
  const giveUp = () => {
    observer.disconnect()
    cancelAnimationFrame(frame)
  }
  const near = () => {
    giveUp()
    callback()
  }
  observer.observe(element)
  return giveUp
}

/** Calls back once, as soon as `element` may change its height and nothing that is seen moves. Returns what gives up. */
export function whenAway(element: Element, callback: () => void): () => void {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(isAway)) return
    observer.disconnect()
    callback()
  })
  observer.observe(element)
  return () => observer.disconnect()
}

function isNear(element: Element): boolean {
  const { top, bottom, left, right, width, height } = element.getBoundingClientRect()
  const isDrawn = width > 0 || height > 0
  return isDrawn && bottom > -MARGIN_PX && top < innerHeight + MARGIN_PX && right > -MARGIN_PX && left < innerWidth + MARGIN_PX
}
