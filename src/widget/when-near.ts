/** About one flick of a thumb: time to load before the shelf is seen. */
const MARGIN_PX = 400

/** Calls back once, as soon as `element` is less than `MARGIN_PX` from the viewport. Returns what gives up. */
export function whenNear(element: Element, callback: () => void): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      observer.disconnect()
      callback()
    },
    { rootMargin: `${MARGIN_PX}px` },
  )
  observer.observe(element)
  return () => observer.disconnect()
}
