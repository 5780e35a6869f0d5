import type { MatrixAt, RowsAt } from './model-file.js'
import type { Transformer } from './transformer.js'

/** A field of a protobuf message: its number, and where its bytes are. */
interface Field {
  readonly number: number
  readonly start: number
  readonly end: number
}

/**
 * Puts the quantised weights of the built-in model in place of the float32 weights of its ONNX export, so that another runtime computes
 * with the same weights. Returns a new file.
 */
export function withWeightsOf(transformer: Transformer, onnx: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = onnx.slice()
  const text = ({ start, end }: Field) => new TextDecoder().decode(bytes.subarray(start, end))
  const graph = fieldsOf(bytes, { number: 0, start: 0, end: bytes.length }).find(({ number }) => number === 7)!
  const parts = fieldsOf(bytes, graph)
  const raw = new Map<string, Field>()
  for (const tensor of parts.filter(({ number }) => number === 5)) {
    const fields = fieldsOf(bytes, tensor)
    const data = fields.find(({ number }) => number === 9)
    if (data) raw.set(text(fields.find(({ number }) => number === 8)!), data)
  }
  const put = (name: string, values: Float32Array) => {
    const { start, end } = raw.get(name)!
    if (end - start !== values.byteLength) throw new Error(`${name}: ${end - start} bytes, expected ${values.byteLength}`)
    bytes.set(new Uint8Array(values.buffer), start)
  }
  // products by weights come in the order of the forward pass
  const products = parts
    .filter(({ number }) => number === 1)
    .map((node) => fieldsOf(bytes, node))
    .filter((fields) => text(fields.find(({ number }) => number === 4)!) === 'MatMul')
    .map((fields) => text(fields.filter(({ number }) => number === 1)[1]!))
    .filter((name) => raw.has(name))
  const { layout } = transformer
  put('table.weight', unpackRows(transformer, layout.table, layout.tableWidth, layout.vocabulary))
  put('pos.weight', unpackRows(transformer, layout.places, layout.width, layout.positions))
  const matrices = [
    unpackMatrix(transformer, layout.lift),
    ...layout.layer.flatMap(({ queries, mix, up, down }) => [
      ...[0, 1, 2].map((part) => unpackMatrix(transformer, queries, part * layout.width, layout.width)),
      ...[mix, up, down].map((matrix) => unpackMatrix(transformer, matrix)),
    ]),
    unpackMatrix(transformer, layout.head),
  ]
  if (products.length !== matrices.length) throw new Error(`${products.length} products, expected ${matrices.length}`)
  products.forEach((name, index) => {
    put(name, matrices[index]!)
  })
  return bytes
}

/** Weights as numbers, inputs x columns. */
export function unpackMatrix({ buffer }: Transformer, matrix: MatrixAt, from = 0, columns = matrix.outputs): Float32Array<ArrayBuffer> {
  const codes = new Uint8Array(buffer, matrix.weights, matrix.inputs * matrix.outputs)
  const scales = new Float32Array(buffer, matrix.scales, matrix.outputs)
  const values = new Float32Array(matrix.inputs * columns)
  for (let k = 0; k < matrix.inputs; k++) {
    for (let column = from; column < from + columns; column++) {
      const panel = Math.floor(column / 8) * 8 * matrix.inputs
      const code = codes[panel + Math.floor(k / 4) * 32 + (column % 8) * 4 + (k % 4)]!
      values[k * columns + column - from] = (code - 32) * scales[column]!
    }
  }
  return values
}

function unpackRows({ buffer }: Transformer, rows: RowsAt, width: number, count: number): Float32Array<ArrayBuffer> {
  const scales = new Float32Array(buffer, rows.scales, count)
  return Float32Array.from(new Int8Array(buffer, rows.codes, count * width), (code, at) => code * scales[Math.floor(at / width)]!)
}

function fieldsOf(bytes: Uint8Array, { start, end }: Field): Field[] {
  const fields: Field[] = []
  let at = start
  const varint = () => {
    let value = 0
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++]!
      value += (byte & 127) * shift
      if (byte < 128) return value
    }
  }
  while (at < end) {
    const tag = varint()
    const kind = tag & 7
    if (kind === 0) varint()
    const length = kind === 2 ? varint() : kind === 5 ? 4 : kind === 1 ? 8 : 0
    fields.push({ number: tag >>> 3, start: at, end: at + length })
    at += length
  }
  return fields
}
