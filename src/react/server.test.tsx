import { createElement, type ReactElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { OPTIONS } from '../options.js'
import { POLLUTIONS, polluted } from '../own.test-helper.js'
import { PagekinProvider, Recommendations, type RecommendationsProps, useRecommendations } from './index.js'

/** Every prop but those that only React has; the compiler asks for all of them, and for no other. */
type OptionProps = Omit<
  RecommendationsProps,
  | 'recommender'
  | 'items'
  | 'initialItems'
  | 'literal'
  | 'suspense'
  | 'throwOnError'
  | 'className'
  | 'lang'
  | 'renderItem'
  | 'fallback'
  | 'onSelect'
  | 'onImpression'
  | 'onDismiss'
>
const PROPS: Readonly<Record<keyof OptionProps, true>> = {
  catalog: true,
  pack: true,
  discover: true,
  interactions: true,
  fields: true,
  currency: true,
  encoder: true,
  device: true,
  storage: true,
  history: true,
  learn: true,
  consent: true,
  maxItemsPerVisit: true,
  maxBytesPerVisit: true,
  padding: true,
  measure: true,
  assets: true,
  mode: true,
  item: true,
  seeds: true,
  fallbackModes: true,
  query: true,
  limit: true,
  layout: true,
  heading: true,
  headingLevel: true,
  where: true,
  same: true,
  different: true,
  not: true,
  like: true,
  cheaper: true,
  neutral: true,
  ignore: true,
  steer: true,
  diversity: true,
  explore: true,
  minConfidence: true,
  budget: true,
  exclude: true,
  rules: true,
  messages: true,
  theme: true,
  withReason: true,
  withDismiss: true,
}

test('the props are those of the table of options', () => {
  expect(Object.keys(PROPS).sort()).toEqual(OPTIONS.map(({ name }) => name).sort())
})

test('a server draws the heading and a skeleton for each place', () => {
  const html = renderToString(<Recommendations catalog="/c.json" item="a" limit={3} headingLevel={3} />)

  expect(html.match(/kin-skeleton/g)).toHaveLength(3)
  const [, id] = /<h3 id="([^"]+)"/.exec(html)!
  expect(html).toContain(`aria-labelledby="${id}"`)
  expect(html).toContain('You may also like')
})

test('a server speaks the language that is given, and draws no heading where none is wanted', () => {
  expect(renderToString(<Recommendations catalog="/c.json" lang="de" />)).toContain('Für Sie empfohlen')
  const bare = renderToString(<Recommendations catalog="/c.json" heading="" />)
  expect(bare).not.toContain('kin-heading')
  expect(bare).toContain('aria-label="Recommended for you"')
})

test('the hook says loading where there is something to ask, idle where not', () => {
  const statusOf = (options: Parameters<typeof useRecommendations>[0]): string => {
    function View(): ReactElement {
      return createElement('b', null, useRecommendations(options).status)
    }
    return renderToString(<View />)
  }
  expect(statusOf({ catalog: '/c.json', item: 'a' })).toBe('<b>loading</b>')
  expect(statusOf({ catalog: '/c.json', mode: 'search' })).toBe('<b>idle</b>')
  expect(statusOf({ item: 'a' })).toBe('<b>idle</b>')
})

test('the provider gives what a list does not say itself', () => {
  const html = renderToString(
    <PagekinProvider catalog="/c.json">
      <Recommendations limit={2} />
    </PagekinProvider>,
  )
  expect(html.match(/kin-skeleton/g)).toHaveLength(2)
})

test.each(POLLUTIONS)('nothing that the page put into Object.prototype is a prop: %j', async (value) => {
  const render = () => renderToString(createElement(Recommendations, { catalog: '/c.json', item: 'a', limit: 2 }))

  expect(await polluted(value, render)).toBe(render())
})
