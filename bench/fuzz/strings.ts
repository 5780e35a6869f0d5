/** Hostile strings, the same for the same random numbers. */

/** Short texts that readers look for, or that have broken readers before. */
const FRAGMENTS = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ',',
    ':',
    '<',
    '>',
    '&',
    ';',
    '/',
    '?',
    '#',
    '%',
    '|',
    '-',
    '+',
    '.',
    "'",
    '“',
    '”',
    '(',
    ')',
    '€',
    '$',
    '£',
  ],
  ...[
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\u0000',
    '\u001b[2J',
    '\u00a0',
    '\u2028',
    '\ufeff',
    '\u202e',
    '\u200d',
    '\u0301',
    '\ud800',
    '\udfff',
    '😀',
    '👩‍👩‍👧',
    'ß',
    'İ',
    'ﬀ',
    '漢字',
    'ไทย',
    'a\u0300\u0301\u0302',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'then',
    'length',
    'null',
    'true',
    'NaN',
    'Infinity',
    '-0',
    '1e999',
    '9'.repeat(40),
    '0.1',
    '1,234.56',
    '1.234,56',
  ],
  ...['&amp;', '&#x0;', '&#9999999999;', '<!--', '-->', '<script>', '</style>', '<![CDATA[', '<img src=x onerror=alert(1)>', '<a href="'],
  ...[
    'javascript:',
    'data:image/png;base64,',
    'data:text/html,',
    'http://',
    'https://user:pass@h/',
    '//',
    '../',
    '%00',
    '%2e%2e',
    'blob:',
    'file:///',
    '/a b',
    '.jpg',
  ],
  ...[
    'under 50 euro',
    'not black',
    'without',
    ' or ',
    ' and ',
    'between 10 and 20',
    'less than',
    'unter 50 €',
    'moins de',
    'nicht',
    'lamp',
    'kettle',
    'red',
    'cheap',
    'a,',
    'no ',
  ],
  ...['{"t":"q","i":"1","m":"similar","a":[]}', '{"id":"a","title":"b"}', '{"price":{"max":1}}', '"items":', 'sku-1'],
]

type Random = () => number

/** A whole number below `limit`. */
export function below(limit: number, random: Random): number {
  return Math.floor(random() * limit)
}

export function oneOf<T>(list: readonly T[], random: Random): T {
  return list[below(list.length, random)]!
}

/** A text of a few hundred characters at most: fragments, any characters, or one short piece over and over. */
export function hostileText(random: Random): string {
  const kind = random()
  if (kind < 0.15) return pieces(1 + below(3, random), random).repeat(1 + below(200, random))
  if (kind < 0.3) return String.fromCharCode(...Array.from({ length: below(60, random) }, () => below(0x10000, random)))
  return pieces(1 + below(12, random), random)
}

/** What is repeated to see whether time grows faster than length. */
export function pieces(count: number, random: Random): string {
  return Array.from({ length: count }, () => oneOf(FRAGMENTS, random)).join('')
}

/** `text` with some of it deleted, repeated, exchanged or added. */
export function mutated(text: string, random: Random): string {
  let result = text
  for (let left = 1 + below(4, random); left > 0; left--) {
    const start = below(result.length + 1, random)
    const end = start + below(Math.min(40, result.length - start) + 1, random)
    const [before, part, after] = [result.slice(0, start), result.slice(start, end), result.slice(end)]
    result = before + oneOf(['', part + part, hostileText(random), oneOf(FRAGMENTS, random) + part], random) + after
  }
  return result
}

/** A value of the kind that JSON has, with some of it exchanged for what does not belong there. */
export function mutatedValue(value: unknown, random: Random): unknown {
  if (random() < 0.15) return hostileValue(random)
  if (Array.isArray(value)) {
    const list = value.map((member) => (random() < 0.5 ? mutatedValue(member, random) : member))
    return random() < 0.2 ? [...list, ...list] : list
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, member]) => [
      random() < 0.05 ? hostileText(random) : key,
      random() < 0.5 ? mutatedValue(member, random) : member,
    ])
    return JSON.parse(JSON.stringify(Object.fromEntries(random() < 0.1 ? entries.slice(1) : entries)))
  }
  return typeof value === 'string' && random() < 0.5 ? mutated(value, random) : value
}

function hostileValue(random: Random): unknown {
  const deep = (depth: number): unknown =>
    depth === 0 ? hostileText(random) : random() < 0.5 ? [deep(depth - 1)] : { [hostileText(random)]: deep(depth - 1) }
  return oneOf<unknown>(
    [
      null,
      true,
      -1,
      0,
      0.5,
      2 ** 31,
      2 ** 53,
      1e308,
      '',
      [],
      {},
      [null],
      hostileText(random),
      [hostileText(random)],
      JSON.parse('{"__proto__":{"title":"x"}}'),
      deep(below(60, random)),
    ],
    random,
  )
}
