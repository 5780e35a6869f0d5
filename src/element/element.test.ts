import { expect, test } from 'vitest'

test('a server may import the element: it defines nothing and does not throw', async () => {
  const { PageKin } = await import('./element.js')

  expect(PageKin.name).toBe('PageKin')
  expect(typeof document).toBe('undefined')
})
