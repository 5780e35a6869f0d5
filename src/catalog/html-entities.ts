/** The characters U+00A0 to U+00FF by their names in HTML, in order. Source: HTML Living Standard, 13.5 "Named character references". */
const LATIN_1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil ' +
  'sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute ' +
  'Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc ' +
  'atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide ' +
  'oslash ugrave uacute ucirc uuml yacute thorn yuml'

/** Beyond Latin-1, what editors of descriptions insert: punctuation, ligatures and signs. */
const OTHERS =
  'amp& lt< gt> quot" apos\' bull• hellip… ndash– mdash— lsquo‘ rsquo’ sbquo‚ ldquo“ rdquo” bdquo„ lsaquo‹ rsaquo› trade™ euro€ dagger† ' +
  'Dagger‡ permil‰ prime′ Prime″ OElig\u0152 oelig\u0153 Scaron\u0160 scaron\u0161 Yuml\u0178 minus− le≤ ge≥ ne≠ asymp≈ infin∞ radic√ larr← uarr↑ ' +
  'rarr→ darr↓ harr↔ hearts♥ star☆ check✓ Omega\u03a9 omega\u03c9 alpha\u03b1 beta\u03b2 gamma\u03b3 delta\u03b4 mu\u03bc pi\u03c0'

const NAMED: ReadonlyMap<string, string> = new Map([
  ...LATIN_1.split(' ').map((name, i) => [name, String.fromCharCode(0xa0 + i)] as const),
  ...OTHERS.split(' ').map((entry) => [entry.slice(0, -1), entry.slice(-1)] as const),
  // blanks of a width, and the soft hyphen, which is seen only where a line breaks
  ...['nbsp', 'ensp', 'emsp', 'thinsp'].map((name) => [name, ' '] as const),
  ['shy', ''],
])

/** What HTML reads in any case, among those that one sees. */
const ANY_CASE = new Set(['amp', 'lt', 'gt', 'quot', 'apos', 'nbsp', 'reg', 'copy', 'trade'])

const ENTITY = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]\w{1,7}));/g

/**
 * Decodes entities once (`&amp;lt;` becomes the text `&lt;`): numbers, and the names that catalogs use. What is no character, and
 * names that it does not know, stay as they are.
 */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(ENTITY, (entity, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return NAMED.get(name) ?? (ANY_CASE.has(name.toLowerCase()) ? NAMED.get(name.toLowerCase())! : entity)
    const code = decimal !== undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex!, 16)
    return characterOf(code) ?? entity
  })
}

/** No control characters, no surrogates, nothing beyond Unicode. A no-break space is a space, as by name. */
function characterOf(code: number): string | undefined {
  if (code === 0xa0) return ' '
  if (code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) return undefined
  return String.fromCodePoint(code)
}
