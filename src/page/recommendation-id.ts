/** Tells one list from another in the counts of a site. */
export function newRecommendationId(): string {
  // no crypto.randomUUID: pages without TLS have none
  return Math.random().toString(36).slice(2)
}
