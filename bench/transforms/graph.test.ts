import fc from 'fast-check'
import { Matrix } from 'ml-matrix'
import { describe, expect, test } from 'vitest'
import { toSequences } from '../../src/ranking/sequences.js'
import { fastRp } from './fast-rp.js'
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

describe('fastRp', () => {
  test('puts nodes of one circle nearer to each other than to those of another', () => {
    const circles = [0, 10].flatMap((start) =>
      Array.from({ length: 12 }, (_, user) => [0, 1, 2, 3].map((step) => start + ((user * 3 + step * (1 + (user % 3))) % 10))),
    )
    const vectors = fastRp(meetings(toSequences(circles, 20)), 64)
    const cosine = (a: number, b: number) => {
      const [x, y] = [a, b].map((row) => vectors.subarray(row * 64, (row + 1) * 64)) as [Float32Array, Float32Array]
      const dot = (p: Float32Array, q: Float32Array) => p.reduce((sum, value, i) => sum + value * q[i]!, 0)
      return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y))
    }

    for (let a = 0; a < 10; a++) for (let b = 0; b < 10; b++) expect(cosine(a, b)).toBeGreaterThan(cosine(a, b + 10))
  })

  test('is the same for the same seed, in standard units column by column, and 0 for a node that nobody met', () => {
    const lists = Array.from({ length: 30 }, (_, user) => [user, (user * 7 + 1) % 30, (user * 11 + 5) % 30])
    const graph = meetings(toSequences(lists, 31))
    const vectors = fastRp(graph, 8, { seed: 3 })

    expect(vectors).toEqual(fastRp(graph, 8, { seed: 3 }))
    expect(vectors).not.toEqual(fastRp(graph, 8, { seed: 4 }))
    for (let d = 0; d < 8; d++) {
      const column = [...vectors].filter((_, i) => i % 8 === d && Math.floor(i / 8) !== 30)
      expect(column.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 4)
      expect(column.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(column.length, 3)
      expect(vectors[30 * 8 + d]).toBe(0)
    }
  })
})
