import { messagesFor } from '../../shelf/messages.js'
import type { Item } from '../../types.js'
import { BEGIN, END } from './read-page.js'
import type { SitePage } from './site-rows.js'

/** What the blocks of all pages share. */
export interface BlockOptions {
  /** Address of the folder with the page's files, with a slash at its end. */
  readonly kin: string
  /** Address of the pack. */
  readonly pack: string
  /** Above the links. Default: that of a shelf, in the page's language. */
  readonly heading?: string
  /** The encoder is served, too. */
  readonly search: boolean
  /** No item has a picture: cards are lines of text. */
  readonly plain: boolean
}

/** The name of the style sheet that gives links and shelf the same room. */
export const STYLES_NAME = 'links.css'

/**
 * The links of a page as HTML: plain `<a>` inside the shelf that takes their place. Where the page has no shelf of its own, the block
 * brings one, and the script tag where the page does not load it.
 */
export function linksBlock({ address, lang, place: { shelf, scripts } }: SitePage, items: readonly Item[], options: BlockOptions): string {
  const { kin, pack, search, plain } = options
  const heading = shelf?.heading ?? options.heading ?? messagesFor(lang ?? 'en').similarHeading
  const links = items.map(({ title, url = '', lang: own }) => {
    const foreign = own && own !== lang ? ` lang="${escaped(own)}"` : ''
    return `<li><a href="${escaped(url)}"${foreign}>${escaped(title)}</a></li>`
  })
  const nav = `<nav aria-label="${escaped(heading)}"><ul>\n${links.join('\n')}\n</ul></nav>`
  if (shelf) return `<!-- ${BEGIN} -->${nav}<!-- ${END} -->`
  const attributes = [
    `pack="${escaped(pack)}"`,
    `assets="${escaped(kin)}"`,
    `item="${escaped(address)}"`,
    'layout="list"',
    `limit="${items.length}"`,
    `heading="${escaped(heading)}"`,
    ...(search ? [] : ['device="off"']),
  ]
  const isLoaded = scripts.some((address) => address.endsWith(`${kin}embed.js`))
  const tag = isLoaded ? '' : `<script async src="${escaped(kin)}embed.js"></script>\n`
  return `<!-- ${BEGIN} --><aside class="kin-links${plain ? ' kin-plain' : ''}">
<link rel="stylesheet" href="${escaped(kin)}${STYLES_NAME}">
<page-kin ${attributes.join(' ')}><p class="kin-heading">${escaped(heading)}</p>
${nav}</page-kin>
${tag}</aside><!-- ${END} -->`
}

/** Text for elements and quoted attributes. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** As many links as a page may have. */
export const MAX_LINKS = 24

const heightOf = (rows: number) => `calc(3.25rem + ${rows} * var(--kin-links-row) + ${rows - 1} * var(--kin-gap))`
const countOf = (links: number) => `.kin-links > page-kin[limit="${links}"]`
const counts = Array.from({ length: MAX_LINKS }, (_, i) => i + 1)

/**
 * Before the element is there, its place is as high as its shelf will be, if scripts run: nothing moves when it comes. All lines have a
 * fixed height, whatever a card holds.
 */
export const STYLES = `.kin-links { container-type: inline-size; margin-block-start: 2rem; }
body > .kin-links { box-sizing: border-box; max-inline-size: 64rem; margin-inline: auto; padding: 0 1.5rem 2rem; }
/* the sidebar of VitePress lies over what stands beside its root */
@media (min-width: 60rem) { #app:has(.VPSidebar) + .kin-links { max-inline-size: none; padding-inline-start: calc(var(--vp-sidebar-width, 17rem) + 2rem); } }
.kin-links > page-kin {
  --kin-columns: 1;
  --kin-gap: 1rem;
  --kin-nav-size: 2.5rem;
  --kin-heading-size: 1.25rem;
  --kin-links-row: 5rem;
  display: block;
}
.kin-links.kin-plain > page-kin { --kin-gap: .25rem; --kin-links-row: 2.75rem; --kin-title-lines: 2; }
.kin-links > page-kin::part(item), .kin-links > page-kin::part(filler) { block-size: var(--kin-links-row); min-block-size: 0; overflow: hidden; }
.kin-links.kin-plain > page-kin::part(media), .kin-links.kin-plain > page-kin::part(price) { display: none; }
.kin-links.kin-plain > page-kin::part(title) { text-decoration: underline; text-underline-offset: .15em; }
.kin-links > page-kin::part(heading) { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.kin-links .kin-heading {
  margin: 0 0 .75rem;
  block-size: 2.5rem;
  font-size: 1.25rem;
  font-weight: 650;
  line-height: 2.5rem;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.kin-links > page-kin:defined > .kin-heading { display: none; }
.kin-links ul { margin: 0; padding-inline-start: 1.25rem; }
@media (scripting: enabled) {
  .kin-links > page-kin { box-sizing: border-box; block-size: var(--kin-links-size); }
  .kin-links > page-kin > nav { block-size: calc(var(--kin-links-size) - 3.25rem); overflow: hidden; }
}
${counts.map((links) => `${countOf(links)} { --kin-links-size: ${heightOf(links)}; }`).join('\n')}
@container (min-width: 48rem) {
  .kin-links > page-kin { --kin-columns: 2; }
  ${counts.map((links) => `${countOf(links)} { --kin-links-size: ${heightOf(Math.ceil(links / 2))}; }`).join('\n  ')}
}
`
