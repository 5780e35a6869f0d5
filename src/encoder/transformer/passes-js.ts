import type { Passes } from './passes.js'

/** The twin of the compiled passes, for realms without WebAssembly or without SIMD. */
export function passesInJs(buffer: ArrayBuffer): Passes {
  const bytes = new Uint8Array(buffer)
  const codes = new Int8Array(buffer)
  const words = new Int32Array(buffer)
  const floats = new Float32Array(buffer)
  return {
    lookUp(rows, width, ids, table, tableScales, activations, scales, offsets, sums) {
      for (let row = 0; row < rows; row++) {
        const id = words[ids / 4 + row]!
        let sum = 0
        for (let j = 0; j < width; j++) {
          const code = codes[table + id * width + j]!
          codes[activations + row * width + j] = code
          sum += code
        }
        floats[scales / 4 + row] = floats[tableScales / 4 + id]!
        floats[offsets / 4 + row] = 0
        words[sums / 4 + row] = 32 * sum
      }
    },

    quantize(rows, width, values, activations, scales, offsets, sums) {
      for (let row = 0; row < rows; row++) {
        const from = values / 4 + row * width
        let least = 0
        let most = 0
        for (let j = from; j < from + width; j++) {
          least = Math.min(least, floats[j]!)
          most = Math.max(most, floats[j]!)
        }
        const range = Math.fround(most - least)
        const scale = Math.fround(range / 255)
        const inverse = range > 0 ? Math.fround(255 / range) : 0
        let sum = 0
        for (let j = 0; j < width; j++) {
          const code = Math.min(255, nearest(Math.fround(Math.fround(floats[from + j]! - least) * inverse))) - 128
          codes[activations + row * width + j] = code
          sum += code
        }
        floats[scales / 4 + row] = scale
        floats[offsets / 4 + row] = Math.fround(least + Math.fround(scale * 128))
        words[sums / 4 + row] = 32 * sum
      }
    },

    matmul(rows, inputs, outputs, activations, scales, offsets, sums, weights, columnScales, columnSums, biases, activate, out) {
      for (let column = 0; column < outputs; column++) {
        const packed = weights + (column - (column % 8)) * inputs + (column % 8) * 4
        for (let row = 0; row < rows; row++) {
          const from = activations + row * inputs
          let sum = 0
          for (let k = 0, w = packed; k < inputs; k += 4, w += 32) {
            sum +=
              codes[from + k]! * bytes[w]! +
              codes[from + k + 1]! * bytes[w + 1]! +
              codes[from + k + 2]! * bytes[w + 2]! +
              codes[from + k + 3]! * bytes[w + 3]!
          }
          const inner = Math.fround(Math.fround(sum - words[sums / 4 + row]!) * floats[scales / 4 + row]!)
          const whole = Math.fround(inner + Math.fround(floats[columnSums / 4 + column]! * floats[offsets / 4 + row]!))
          const value = Math.fround(Math.fround(whole * floats[columnScales / 4 + column]!) + floats[biases / 4 + column]!)
          floats[out / 4 + row * outputs + column] = activate ? gelu(value) : value
        }
      }
    },

    attend(tokens, width, heads, values, scratch, out) {
      const size = width / heads
      const scoreSteps = Math.floor(Math.sqrt(2e9 / size))
      const weights = floats.subarray(scratch / 4, scratch / 4 + tokens)
      /** The numbers of one head in so many steps on each side of 0. */
      const inSteps = (from: number, steps: number) => {
        const at = (place: number) => floats[from + Math.floor(place / size) * 3 * width + (place % size)]!
        let most = 0
        for (let place = 0; place < tokens * size; place++) most = Math.max(most, Math.abs(at(place)))
        const factor = most > 0 ? Math.fround(steps / most) : 0
        return {
          step: Math.fround(most / steps),
          codes: Int16Array.from({ length: tokens * size }, (_, place) => nearest(Math.fround(at(place) * factor))),
        }
      }
      for (let head = 0; head < heads; head++) {
        const from = values / 4 + head * size
        const queries = inSteps(from, scoreSteps)
        const keys = inSteps(from + width, scoreSteps)
        const contents = inSteps(from + 2 * width, 32_767)
        const factor = (queries.step * keys.step) / Math.sqrt(size)
        for (let i = 0; i < tokens; i++) {
          let most = Number.NEGATIVE_INFINITY
          for (let j = 0; j < tokens; j++) {
            let score = 0
            for (let d = 0; d < size; d++) score += queries.codes[i * size + d]! * keys.codes[j * size + d]!
            weights[j] = score * factor
            most = Math.max(most, weights[j]!)
          }
          let total = 0
          for (let j = 0; j < tokens; j++) {
            weights[j] = Math.exp(weights[j]! - most)
            total += weights[j]!
          }
          for (let j = 0; j < tokens; j++) weights[j] = nearest((weights[j]! * 32_767) / total)
          for (let d = 0; d < size; d++) {
            let sum = 0
            for (let j = 0; j < tokens; j++) sum += weights[j]! * contents.codes[j * size + d]!
            floats[out / 4 + i * width + head * size + d] = (sum * contents.step) / 32_767
          }
        }
      }
    },

    addNorm(rows, width, values, added, gains, shifts, out) {
      for (let row = 0; row < rows; row++) {
        const to = floats.subarray(out / 4 + row * width, out / 4 + (row + 1) * width)
        let sum = 0
        for (let j = 0; j < width; j++) {
          to[j] = floats[values / 4 + row * width + j]! + floats[added / 4 + row * width + j]!
          sum += to[j]!
        }
        const mean = sum / width
        let squares = 0
        for (let j = 0; j < width; j++) squares += (to[j]! - mean) ** 2
        const inverse = 1 / Math.sqrt(squares / width + 1e-12)
        for (let j = 0; j < width; j++) to[j] = (to[j]! - mean) * inverse * floats[gains / 4 + j]! + floats[shifts / 4 + j]!
      }
    },

    meanRows(rows, width, values, out) {
      for (let j = 0; j < width; j++) {
        let sum = 0
        for (let row = 0; row < rows; row++) sum += floats[values / 4 + row * width + j]!
        floats[out / 4 + j] = sum / rows
      }
    },
  }
}

/** Half-way cases go to the even number, as in WebAssembly. */
function nearest(x: number): number {
  const rounded = Math.round(x)
  return rounded - x === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}

/** As `gelu` in functions.as.ts. */
function gelu(x: number): number {
  const square = Math.min(x * x, 25)
  const over =
    (((-1.0116702497953156e-7 * square + 4.881960921920836e-5) * square + 0.004202262032777071) * square + 0.028000392019748688) * square +
    0.39896467328071594
  const under = ((0.001409588847309351 * square + 0.024858051910996437) * square + 0.23702573776245117) * square + 1
  return x * (0.5 + Math.max(-0.5, Math.min(0.5, (x * over) / under)))
}
