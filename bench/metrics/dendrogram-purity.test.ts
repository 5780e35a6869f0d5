import { expect, test } from 'vitest'
import { type Dendrogram, dendrogramPurity } from './dendrogram-purity.js'

const leaf = (...rows: number[]): Dendrogram => ({ rows, children: [] })
const join = (...children: Dendrogram[]): Dendrogram => ({ rows: children.flatMap(({ rows }) => rows), children })

test('dendrogram purity is 1 where each class is a group of its own, and the share of the class where all are one group', () => {
  const classes = ['a', 'a', 'b', 'b', 'b']
  expect([...dendrogramPurity(join(join(leaf(0), leaf(1)), leaf(2, 3, 4)), classes)]).toEqual([1, 1, 1, 1, 1])
  expect([...dendrogramPurity(leaf(0, 1, 2, 3, 4), classes)]).toEqual([0.4, 0.4, 0.6, 0.6, 0.6].map((share) => expect.closeTo(share, 12)))
})

test('dendrogram purity agrees with the smallest group of every pair, found by looking through all groups', () => {
  const classes = ['a', 'b', 'a', 'b', 'a', 'a', 'c']
  const root = join(join(leaf(0, 1), leaf(2)), join(leaf(3), join(leaf(4), leaf(5, 6))))
  const groups = (node: Dendrogram): (readonly number[])[] => [node.rows, ...node.children.flatMap(groups)]
  const all = groups(root)
  const share = (a: number, b: number) => {
    const [smallest] = all.filter((rows) => rows.includes(a) && rows.includes(b)).sort((x, y) => x.length - y.length)
    return smallest!.filter((row) => classes[row] === classes[a]).length / smallest!.length
  }
  const expected = classes.map((own, row) => {
    const others = [...classes.keys()].filter((other) => other !== row && classes[other] === own)
    return others.length === 0 ? 0 : others.reduce((sum, other) => sum + share(row, other), 0) / others.length
  })
  expect([...dendrogramPurity(root, classes)]).toEqual(expected.map((value) => expect.closeTo(value, 12)))
})
