/** The place of the first number that `isBeyond`, as are all after it; past the end if none is. */
export function firstOf(numbers: Uint32Array | Float64Array, isBeyond: (number: number) => boolean): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBeyond(numbers[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}
