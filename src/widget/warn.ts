import { PagekinError } from '../errors.js'

const said = new Set<string>()

/** Says it on the console, once for each text: a page with eight shelves is told once what is wrong. */
export function warnOnce(text: string): void {
  if (said.has(text)) return
  said.add(text)
  console.warn(text)
}

/** One warning with the code of the error and what to do about it. */
export function warnOf(error: PagekinError): void {
  warnOnce(`${error.message} → ${error.hint}`)
}

export function warnUsage(message: string): void {
  warnOf(new PagekinError('usage', message))
}
