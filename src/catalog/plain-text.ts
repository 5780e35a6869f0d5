/**
 * Text as people read it: no markup, no control characters, well-formed UTF-16. Every function here takes time linear in
 * its input, because catalogs come from strangers.
 */

/** Tags that prose in HTML uses; text such as `a <b and c> d` or `List<String>` has none of them. */
const PROSE_TAG =
  /<\/?(?:p|br|div|span|b|i|u|a|em|strong|small|ul|ol|li|dl|dt|dd|h[1-6]|table|tbody|thead|tr|td|th|img|hr|blockquote|pre|code|section|article|script|style|font|center|iframe)(?:\s[^<>]{0,2000})?\/?>/i

/**
 * Cuts `text` to at most `max` UTF-16 code units, never through a surrogate pair, and replaces lone surrogates by U+FFFD.
 * The result is well-formed and is at most `max` long.
 */
export function cutText(text: string, max: number): string {
  let cut = text
  if (text.length > max) {
    const last = text.charCodeAt(max - 1)
    cut = text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max)
  }
  return cut.replace(/\p{Surrogate}/gu, '\ufffd')
}

/** One line: blanks and control characters become single spaces, the ends are trimmed. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}

/** Whether `text` has a tag that prose in HTML uses. */
export function looksLikeHtml(text: string): boolean {
  return PROSE_TAG.test(text)
}

/**
 * Takes the tags and comments out of HTML, and all of script and style elements; a tag becomes a space.
 * A `<` that opens no tag is text. Entities are left for `decodeEntities`, so that `&lt;b&gt;` ends as the text `<b>`.
 */
export function stripTags(html: string): string {
  const kept: string[] = []
  let from = 0
  for (let open = html.indexOf('<'); open >= 0; open = html.indexOf('<', Math.max(from, open + 1))) {
    if (!/[a-z/!?]/i.test(html.charAt(open + 1))) continue
    const end = endOfMarkup(html, open)
    // the markup never ends: what follows cannot be told from text
    if (end < 0) break
    kept.push(html.slice(from, open), ' ')
    from = end
  }
  kept.push(html.slice(from))
  return kept.join('')
}

/** Offset behind the tag, comment, script or style element that opens at `open`; -1 where it never ends. */
function endOfMarkup(html: string, open: number): number {
  if (html.startsWith('<!--', open)) return behind(html, '-->', open + 4)
  const end = behind(html, '>', open)
  const hidden = /^<(script|style)\b/i.exec(html.slice(open, open + 8))
  if (end < 0 || hidden === null) return end
  const closing = hidden[1]?.toLowerCase() === 'script' ? /<\/script/gi : /<\/style/gi
  closing.lastIndex = end
  const close = closing.exec(html)
  return close === null ? html.length : behind(html, '>', close.index)
}

function behind(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from)
  return at < 0 ? -1 : at + mark.length
}
