/**
 * The bytes of a response; undefined if there are more than `maxBytes`. Stops reading there: a small file may unpack to any size.
 *
 * @param onPart Called with the number of bytes so far.
 */
export async function readBody(
  response: Response,
  maxBytes: number,
  onPart: (received: number) => void = () => undefined,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const parts: Uint8Array[] = []
  let received = 0
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    received += part.value.length
    if (received > maxBytes) {
      void reader?.cancel().catch(() => undefined)
      return undefined
    }
    parts.push(part.value)
    onPart(received)
  }
  const bytes = new Uint8Array(received)
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}
