/**
 * Whether an element may change its height without moving what the visitor sees: it lies below the viewport, or above it in a
 * browser that then keeps the place of the text that is read (scroll anchoring).
 */
export function isAway({ isIntersecting, boundingClientRect, rootBounds }: IntersectionObserverEntry): boolean {
  const isBelow = boundingClientRect.top >= (rootBounds?.bottom ?? innerHeight)
  return !isIntersecting && (isBelow || CSS.supports('overflow-anchor', 'auto'))
}
