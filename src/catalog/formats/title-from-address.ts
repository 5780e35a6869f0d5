/** A title for what only has an address: the words of its last part, as `camping mug` of `/p/camping-mug.html`. */
export function titleFromAddress(address: string): string | undefined {
  const path = address.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/, '')
  const last = path.split('/').findLast((part) => part !== '' && !/^index\.\w+$/.test(part))
  if (last === undefined) return undefined
  const words = decoded(last.replace(/\.\w{2,5}$/, ''))
    .replace(/[-_+.\s]+/g, ' ')
    .trim()
  return /\p{L}/u.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : undefined
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
