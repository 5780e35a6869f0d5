import { warnUsage } from '../shelf/warn.js'

/**
 * The `<script>` that this code came with. Read through the prototype's own getter: an element named `currentScript`
 * in the page would answer for the document's property. A module script has no current script; it is then looked for.
 */
export function findScript(): HTMLScriptElement | undefined {
  const current = Object.getOwnPropertyDescriptor(Document.prototype, 'currentScript')?.get?.call(document)
  if (current instanceof HTMLScriptElement) return current
  const found = Array.from(document.getElementsByTagName('script')).filter(isOurs)
  if (found.length > 1) warnUsage('embed.js: several tags could be it, the last is used: mark yours with data-kin')
  return found.at(-1)
}

function isOurs(script: HTMLScriptElement): boolean {
  return script.hasAttribute('data-kin') || /\/embed\.js$/.test(script.src.split(/[?#]/)[0]!)
}
