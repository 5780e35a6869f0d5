/** A text, and what a person should know of how its bytes were read. */
export interface DecodedText {
  readonly text: string
  /** A sentence. Absent for UTF-8. */
  readonly note?: string
}

/** As far as an XML declaration reaches. */
const DECLARATION_BYTES = 200

/**
 * The text of a file. UTF-8 where its bytes are UTF-8, whatever is declared, because nothing else looks like it. Before that a byte order
 * mark counts, and the zeros of UTF-16; after it the declared encoding, else Windows-1252, which holds Latin-1. A few wrong bytes
 * in a UTF-8 file become U+FFFD.
 *
 * @param contentType The `Content-Type` of the answer, whose `charset` is a declaration, as is `encoding` of an XML file.
 */
export function decodeText(bytes: Uint8Array, contentType?: string | null): DecodedText {
  const utf16 = utf16Of(bytes)
  if (utf16) return { text: new TextDecoder(utf16).decode(bytes), note: `The file is ${utf16.toUpperCase()}, and was read as that.` }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    // not UTF-8, at least not all of it
  }
  const declared = /charset="?([\w-]+)/i.exec(contentType ?? '')?.[1] ?? declaredIn(bytes)
  const isOther = declared !== undefined && !/^utf-?8$/i.test(declared)
  if (isOther) {
    try {
      return { text: new TextDecoder(declared).decode(bytes), note: `The file is declared as ${declared}, and was read as that.` }
    } catch {
      // an encoding that this browser does not know; the note below says so
    }
  }
  const text = new TextDecoder().decode(bytes)
  const wrong = text.split('\ufffd').length - 1
  const right = text.match(/[\u0080-\ufffc]/g)?.length ?? 0
  if (right > wrong) return { text, note: `${wrong} letters of the file are not UTF-8 and show as \ufffd. Save it as UTF-8.` }
  const declares = isOther ? `is declared as ${declared}, which is not known here` : 'is not UTF-8 and declares no other encoding'
  return {
    text: new TextDecoder('windows-1252').decode(bytes),
    note: `The file ${declares}; it was read as Windows-1252 (Latin-1). Save it as UTF-8 if letters are wrong.`,
  }
}

function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second, third, fourth] = bytes
  if ((first === 0xff && second === 0xfe) || (first && second === 0 && third && fourth === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second && third === 0 && fourth)) return 'utf-16be'
  return undefined
}

function declaredIn(bytes: Uint8Array): string | undefined {
  const beginning = new TextDecoder('windows-1252').decode(bytes.subarray(0, DECLARATION_BYTES))
  return /^\s*<\?xml[^>]*\sencoding=["']([\w-]+)/.exec(beginning)?.[1]
}
