import { html as litHtml, type TemplateResult } from 'lit'
import { own } from '../own.js'

/** Lit passes a listener as the options of its event, too: as a function it would have what a page has put into `Object.prototype`. */
export const html = (strings: TemplateStringsArray, ...values: unknown[]): TemplateResult<1> =>
  litHtml(strings, ...values.map((value) => (typeof value === 'function' ? own({ handleEvent: value }) : value)))

export type Html = typeof html
