import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeUrl } from './safe-url.js'

const BASE = 'https://shop.example/a/b.html'

test('relative, rooted and absolute addresses resolve against the page', () => {
  expect(safeUrl('c', BASE, 'link')).toBe('https://shop.example/a/c')
  expect(safeUrl('/p/1?q=2#x', BASE, 'link')).toBe('https://shop.example/p/1?q=2#x')
  expect(safeUrl('http://other.example/', BASE, 'image')).toBe('http://other.example/')
})

test.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'java\tscript:alert(1)',
  'java\nscript:alert(1)',
  '\0javascript:alert(1)',
  '\u0001javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:image/svg+xml,<svg onload=alert(1)>',
  'blob:https://shop.example/1',
  'filesystem:https://shop.example/temporary/1',
  'file:///etc/passwd',
  'intent://scan/#Intent;end',
  'view-source:https://shop.example/',
  'vbscript:x',
  'https://user:password@shop.example/',
  'https://user@shop.example/',
  'https://[',
  '',
  '   ',
  `https://shop.example/${'x'.repeat(2048)}`,
])('%j is neither a link nor an image', (raw) => {
  expect(safeUrl(raw, BASE, 'link')).toBeUndefined()
  expect(safeUrl(raw, BASE, 'image')).toBeUndefined()
})

test('backslashes are read as the browser reads them, so that the address shown is the address used', () => {
  expect(safeUrl('\\\\other.example\\x', BASE, 'link')).toBe('https://other.example/x')
  expect(safeUrl('//other.example/x', BASE, 'link')).toBe('https://other.example/x')
})

test('an image may be raster data, a link may not', () => {
  const data = 'data:image/png;base64,iVBORw0KGgo='
  expect(safeUrl(data, BASE, 'image')).toBe(data)
  expect(safeUrl(data, BASE, 'link')).toBeUndefined()
  expect(safeUrl(`data:image/png;base64,${'A'.repeat(70_000)}`, BASE, 'image')).toBeUndefined()
})

test.each([undefined, null, 3, {}, ['https://shop.example']])('%j is no address', (raw) => {
  expect(safeUrl(raw, BASE, 'link')).toBeUndefined()
})

test('whatever is written, a link that comes out is http or https to a parser', () => {
  const scheme = fc.constantFrom('javascript', 'data', 'vbscript', 'file', 'blob', 'http', 'https', 'JAVASCRIPT', '')
  const noise = fc.string({
    unit: fc.constantFrom('\0', '\t', '\n', '\r', ' ', '\u0001', ':', '/', '\\', 'a', '@', '%09', '.'),
    maxLength: 8,
  })
  fc.assert(
    fc.property(noise, scheme, noise, fc.nat(10), fc.string({ unit: 'binary' }), (before, name, inside, at, rest) => {
      const raw = `${before}${name.slice(0, at)}${inside}${name.slice(at)}:${rest}`
      const url = safeUrl(raw, BASE, 'link')
      if (url !== undefined) expect(['http:', 'https:']).toContain(new URL(url).protocol)
    }),
    { numRuns: 5000 },
  )
})
