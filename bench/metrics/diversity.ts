/**
 * Intra-list diversity: the mean distance over the unordered pairs of a list (Smyth and McClave, 2001; as intra-list
 * similarity: Ziegler et al., 2005). `distance` must be symmetric, such as 1 - cosine. NaN for fewer than two entries.
 */
export function intraListDiversity<Entry>(list: ArrayLike<Entry>, distance: (a: Entry, b: Entry) => number): number {
  let sum = 0
  for (let i = 1; i < list.length; i++) for (let j = 0; j < i; j++) sum += distance(list[i]!, list[j]!)
  return list.length < 2 ? Number.NaN : sum / ((list.length * (list.length - 1)) / 2)
}
