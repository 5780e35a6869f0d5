import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeEntities } from './html-entities.js'
import { jsonErrorOffset, positionAt } from './json-position.js'
import { cutText, looksLikeHtml, oneLine, stripTags } from './plain-text.js'

describe('cutText', () => {
  test('is well-formed and never longer than asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff)), fc.nat(20), (units, max) => {
        const text = String.fromCharCode(...units)
        const cut = cutText(text, max)
        expect(cut.length).toBeLessThanOrEqual(max)
        expect(cut).not.toMatch(/\p{Surrogate}/u)
        if (text.length <= max) expect(cut).toHaveLength(text.length)
      }),
    )
  })

  test('keeps a pair whole or leaves it out', () => {
    expect(cutText('a😀', 2)).toBe('a')
    expect(cutText('a😀', 3)).toBe('a😀')
  })
})

describe('markup', () => {
  test.each([
    ['<p>one</p><p>two</p>', 'one two'],
    ['a <b>bold</b> word<br/>next', 'a bold word next'],
    ['<div data-x="1">x</div><!-- <p>no</p> -->y', 'x y'],
    ['x<script>if (a < b) alert("</p>")</script>y', 'x y'],
    ['x<STYLE>p { color: red }</STYLE >y', 'x y'],
    ['x<script>never ends', 'x'],
    ['x<!-- never ends', 'x<!-- never ends'],
    ['a < b and c > d', 'a < b and c > d'],
    ['a <b', 'a <b'],
    ['İİİ<p>after a letter that grows in lower case</p>', 'İİİ after a letter that grows in lower case'],
  ])('stripTags takes the tags out of %s', (html, text) => {
    expect(oneLine(stripTags(html))).toBe(text)
  })

  test.each(['<p>x', 'a<br>b', '<a href="x">', '</DIV>', '<h1 class=x>'])('%s looks like html', (text) => {
    expect(looksLikeHtml(text)).toBe(true)
  })
  test.each(['a < b', 'List<String>', '<3', 'x <yz> w', 'p > 0.05'])('%s does not', (text) => {
    expect(looksLikeHtml(text)).toBe(false)
  })

  test('strips a megabyte of openings without quadratic work', () => {
    const depth = 1_000_000
    expect(stripTags('<'.repeat(depth))).toHaveLength(depth)
    expect(stripTags('<a'.repeat(depth))).toHaveLength(2 * depth)
    expect(looksLikeHtml('<p '.repeat(depth))).toBe(false)
    expect(stripTags('<script>'.repeat(depth))).toBe(' ')
  })

  test('decodes numbers and the names that catalogs use, and leaves what is no character', () => {
    expect(
      decodeEntities(
        '&bull;&#8226;&#x2022; caf&eacute; &Eacute; 5&nbsp;&frac12;&#160;&deg; &euro;9 &reg;&REG; &ldquo;x&rdquo; soft&shy;ly',
      ),
    ).toBe('••• café É 5 ½ ° €9 ®® “x” softly')
    const none = '&#0; &#7; &#xD800; &#x110000; &#99999999; &nosuch; &Bull; & ; &; &#; AT&T; a&b'
    expect(decodeEntities(none)).toBe(none)
  })

  test('decodes entities once', () => {
    expect(decodeEntities('&amp;lt; &lt;b&gt; &quot;x&#39;s&quot; &AMP; &unknown;')).toBe('&lt; <b> "x\'s" & &unknown;')
  })
})

describe('jsonErrorOffset', () => {
  test('is the end of every json text', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('', ' ', '\n\t'), (json, blanks) => {
        const text = blanks + json + blanks
        expect(jsonErrorOffset(text)).toBe(text.length)
      }),
    )
  })

  test('is where a cut text ends or before it, and the text before it can go on', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (json, at) => {
        const cut = json.slice(0, at % json.length)
        expect(jsonErrorOffset(cut)).toBeLessThanOrEqual(cut.length)
        expect(json.startsWith(cut.slice(0, jsonErrorOffset(cut)))).toBe(true)
      }),
    )
  })

  test('is the first character that cannot be, for an exclamation mark between tokens', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.nat(), (numbers, pick) => {
        const parts = numbers.map(String)
        const at = pick % parts.length
        const before = `[${parts.slice(0, at).join(',')}${at > 0 ? ',' : ''}`
        expect(jsonErrorOffset(`${before}!${parts.slice(at).join(',')}]`)).toBe(before.length)
      }),
    )
  })

  test('is found in a million brackets and an endless string', () => {
    expect(jsonErrorOffset('['.repeat(1_000_000))).toBe(1_000_000)
    expect(jsonErrorOffset(`["${'a'.repeat(1_000_000)}`)).toBe(1)
  })

  test.each([
    ['', 0, { line: 1, column: 1 }],
    ['a\nbc', 3, { line: 2, column: 2 }],
    ['a\nbc', 1, { line: 1, column: 2 }],
    ['\n\n', 2, { line: 3, column: 1 }],
  ])('positionAt counts lines and columns from 1 in %j', (text, offset, position) => {
    expect(positionAt(text, offset)).toEqual(position)
  })
})
