/** What a common beginning adds, a letter, up to four. */
const PREFIX_SCALE = 0.1
const MAX_PREFIX = 4

/**
 * Jaro-Winkler similarity of two texts, 0 to 1: the share of characters that both have at about the same place, less the half of those
 * that are swapped, more where the beginnings agree. Source: W. E. Winkler, "String Comparator Metrics and Enhanced Decision Rules in
 * the Fellegi-Sunter Model of Record Linkage", 1990.
 */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1
  const jaro = jaroOf(a, b)
  let prefix = 0
  while (prefix < MAX_PREFIX && prefix < Math.min(a.length, b.length) && a[prefix] === b[prefix]) prefix++
  return jaro + prefix * PREFIX_SCALE * (1 - jaro)
}

function jaroOf(a: string, b: string): number {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const takenOfB = new Uint8Array(b.length)
  const matchesOfA: string[] = []
  for (let i = 0; i < a.length; i++) {
    for (let j = Math.max(0, i - reach); j <= Math.min(b.length - 1, i + reach); j++) {
      if (takenOfB[j] === 1 || a[i] !== b[j]) continue
      takenOfB[j] = 1
      matchesOfA.push(a[i]!)
      break
    }
  }
  const matches = matchesOfA.length
  if (matches === 0) return 0
  const matchesOfB = [...b].filter((_, j) => takenOfB[j] === 1)
  const swapped = matchesOfA.filter((letter, i) => letter !== matchesOfB[i]).length / 2
  return (matches / a.length + matches / b.length + (matches - swapped) / matches) / 3
}
