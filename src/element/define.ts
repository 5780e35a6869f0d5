import { warnUsage } from '../shelf/warn.js'
import { defineLatePanel } from './define-late-panel.js'
import type { LoadClient } from './load-client.js'
import { PageKin } from './page-kin.js'

/**
 * Defines `<page-kin>`, unless the page has it already: a second copy of pagekin leaves the tag to the first, with one
 * warning when their versions differ. Does nothing on a server.
 *
 * @param defaults Attributes for elements that lack them.
 */
export function definePageKin(load: LoadClient, defaults = PageKin.defaults): void {
  if (typeof customElements === 'undefined') return
  PageKin.load = load
  PageKin.defaults = defaults
  defineLatePanel('page-kin-privacy', load)
  defineLatePanel('page-kin-topics', load)
  const defined = customElements.get('page-kin')
  if (!defined) {
    customElements.define('page-kin', PageKin)
    return
  }
  const version = 'version' in defined ? String(defined.version) : 'unknown'
  if (version !== PageKin.version) {
    warnUsage(`<page-kin>: version ${version} is on this page already, ${PageKin.version} leaves the tag to it`)
  }
}
