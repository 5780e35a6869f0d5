import fc from 'fast-check'
import { Matrix } from 'ml-matrix'
import { describe, expect, test } from 'vitest'
import { toSequences } from '../../src/ranking/sequences.js'
import { degrees, meetings, step } from './graph.js'
import { propagate } from './propagate.js'

const ITEMS = 6
const paths = fc.array(fc.array(fc.nat({ max: ITEMS - 1 }), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 })

function adjacency(lists: readonly (readonly number[])[]): Matrix {
  const a = Matrix.zeros(ITEMS + lists.length, ITEMS + lists.length)
  lists.forEach((list, user) => {
    for (const item of list) {
      a.set(item, ITEMS + user, 1)
      a.set(ITEMS + user, item, 1)
    }
  })
  return a
}

const powered = (degree: readonly number[], power: number) => Matrix.diag(degree.map((value) => (value > 0 ? value ** power : 0)))

describe('the graph of who met what', () => {
  test('has the edges and degrees of the adjacency matrix, a step is its product', () => {
    fc.assert(
      fc.property(paths, (lists) => {
        const a = adjacency(lists)
        const graph = meetings(toSequences(lists, ITEMS))
        const vectors = Float32Array.from({ length: a.rows * 2 }, (_, i) => Math.sin(i + 1))
        const expected = a.mmul(Matrix.from1DArray(a.rows, 2, [...vectors])).to1DArray()

        expect([...degrees(graph)]).toEqual(a.sum('row'))
        step(graph, vectors, 2).forEach((value, i) => {
          expect(value).toBeCloseTo(expected[i]!, 4)
        })
      }),
    )
  })

  test('propagation is the mean of the powers of D^-1/2 A D^-1/2, and none for 0 layers', () => {
    fc.assert(
      fc.property(paths, fc.integer({ min: 0, max: 3 }), (lists, layers) => {
        const a = adjacency(lists)
        const root = powered(a.sum('row'), -0.5)
        const operator = root.mmul(a).mmul(root)
        const vectors = Float32Array.from({ length: a.rows * 3 }, (_, i) => Math.cos(i))
        let power = Matrix.from1DArray(a.rows, 3, [...vectors])
        let sum = power.clone()
        for (let k = 0; k < layers; k++) {
          power = operator.mmul(power)
          sum = sum.add(power)
        }
        const expected = sum.div(layers + 1).to1DArray()

        propagate(meetings(toSequences(lists, ITEMS)), vectors, 3, { layers }).forEach((value, i) => {
          expect(value).toBeCloseTo(expected[i]!, 4)
        })
      }),
    )
  })

  test('refuses vectors of another number of nodes', () => {
    expect(() => propagate(meetings(toSequences([[0, 1]], 2)), new Float32Array(4), 2)).toThrow('expected 3 rows of 2')
  })
})
