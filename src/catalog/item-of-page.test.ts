import { describe, expect, test } from 'vitest'
import { mulberry32 } from '../vectors/random.js'
import { addressKey, itemOfPage } from './item-of-page.js'

const BASE = 'https://shop.example/'
const ITEMS = [
  { id: 'home', title: 'The shop', url: '/' },
  { id: 'mug', title: 'Tin mug', url: '/p/mug' },
  { id: 'red', title: 'Red mug', url: '/p/mug?colour=red&size=2' },
  { id: 'müsli', title: 'Müsli', url: '/p/müsli.html' },
  { id: 'lamp', title: 'Lamp', url: '#/lamp' },
  { id: 'soup', title: 'Soup', url: '/menu' },
  { id: 'bread', title: 'Bread', url: '/menu' },
  { id: 'away', title: 'Elsewhere', url: 'https://other.example/p/plate' },
  { id: 'none', title: 'No address' },
  { id: 'script', title: 'Hostile', url: 'javascript:alert(1)' },
]
const itemAt = (address: string, ids: string[] = []) => itemOfPage(ITEMS, { addresses: [address], ids, base: BASE })

describe('an address', () => {
  /** Each writes the same page in another way. */
  const REWRITES: readonly ((address: string) => string)[] = [
    (address) => address.replace('https:', 'http:'),
    (address) => address.replace('//', '//www.'),
    (address) => address.replace('shop', 'SHOP'),
    (address) => `${address}#reviews`,
    (address) => address.replace(/(\?|$)/, '/$1'),
    (address) => address.replace(/(\?|$)/, '/index.html$1'),
    (address) => address.replace(/(\?|$)/, '.html$1'),
    (address) => `${address}${address.includes('?') ? '&' : '?'}utm_source=x&gclid=1&fbclid=2`,
    (address) => address.replace(/\?(.*)/, (_, query: string) => `?${query.split('&').reverse().join('&')}`),
    (address) => address.replace('ü', '%C3%BC'),
  ]

  test('is equal to itself in every other form of the same page', () => {
    for (const address of ['https://shop.example/p/mug', 'https://shop.example/p/müsli?b=2&a=1', 'https://shop.example/p?id=5']) {
      const forms = REWRITES.map((rewrite) => addressKey(rewrite(address), BASE))

      expect(forms).toEqual(REWRITES.map(() => addressKey(address, BASE)))
    }
  })

  test('of 500 random pages has an equal one in no other page', () => {
    const random = mulberry32(3)
    const word = () => ['mug', 'Mug', 'a', 'b', 'ä', '1', 'html', 'index'][Math.floor(random() * 8)]
    const pages = new Set(Array.from({ length: 500 }, () => `https://${word()}.example/${word()}/${word()}?${word()}=${word()}`.toString()))
    const plain = new Set([...pages].map((page) => new URL(page).href.replace(/\/index(?=\?)/, '/index')))

    const keys = new Set([...plain].map((page) => JSON.stringify(addressKey(page, BASE))))

    expect(keys.size).toBe(plain.size)
  })

  test('is none where it is no page', () => {
    expect(['javascript:alert(1)', 'data:text/html,x', 'mailto:a@b', 'https://[', 'blob:x'].map((raw) => addressKey(raw, BASE))).toEqual(
      Array.from({ length: 5 }),
    )
    expect(addressKey('https://shop.example/100%', BASE)).toBeDefined()
  })
})

describe('the item of a page', () => {
  test('is the one with its address, relative ones as links are', () => {
    expect(itemAt('http://www.shop.example/p/mug/?utm_source=mail#top')).toBe('mug')
    expect(itemAt('https://shop.example/p/m%C3%BCsli')).toBe('müsli')
    expect(itemAt('https://shop.example/#/lamp')).toBe('lamp')
    expect(itemAt('https://other.example/p/plate/index.html')).toBe('away')
  })

  test('differs by the parameters that items have, and no other parameter keeps it from being found', () => {
    expect(itemAt('https://shop.example/p/mug?size=2&colour=red')).toBe('red')
    expect(itemAt('https://shop.example/p/mug?colour=blue')).toBe('mug')
  })

  test('is none on the start page, on a page of several items and on another page', () => {
    expect(['/', '/?page=2', '/index.html', '/menu', '/p', '/p/mug/reviews', '//other.example/p/mug'].map((path) => itemAt(path))).toEqual(
      Array.from({ length: 7 }),
    )
  })

  test('is the one of an id where no address says so, or where an address has several items', () => {
    expect(itemAt('/elsewhere', ['unknown', 'none'])).toBe('none')
    expect(itemAt('/menu', ['bread'])).toBe('bread')
    expect(itemAt('/p/mug', ['none'])).toBe('mug')
  })

  test('is the one of the first address that has one', () => {
    const addresses = ['/elsewhere', '/p/mug', 'https://other.example/p/plate']

    expect(itemOfPage(ITEMS, { addresses, ids: [], base: BASE })).toBe('mug')
    expect(itemOfPage(ITEMS, { addresses: addresses.reverse(), ids: [], base: BASE })).toBe('away')
  })
})
