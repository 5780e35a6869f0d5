import { PagekinError } from '../../errors.js'

const MAGIC = 0x4e454b50
const VERSION = 1
export const HEADER_BYTES = 64
/** In memory the file begins here: the compiled passes keep constants before it. */
export const FILE_START = 2048
/** Larger numbers are of a file that is damaged. */
const MOST = 2 ** 20

/** The sizes of a model, as the header of its file says. */
export interface ModelSizes {
  readonly vocabulary: number
  readonly tableWidth: number
  readonly width: number
  readonly heads: number
  /** Width between the two products of a layer's feed-forward part. */
  readonly inner: number
  /** Tokens a text can have. */
  readonly positions: number
  readonly layers: number
  /** Dimensions of a vector. */
  readonly outputs: number
}

/** int8 rows, each with the value of one step. */
export interface RowsAt {
  readonly codes: number
  readonly scales: number
}

/** Packed weights with what a product needs a column. */
export interface MatrixAt {
  readonly inputs: number
  readonly outputs: number
  readonly weights: number
  readonly scales: number
  readonly sums: number
  readonly biases: number
}

export interface NormAt {
  readonly gains: number
  readonly shifts: number
}

export interface LayerAt {
  readonly queries: MatrixAt
  readonly mix: MatrixAt
  readonly mixNorm: NormAt
  readonly up: MatrixAt
  readonly down: MatrixAt
  readonly downNorm: NormAt
}

/** Where the parts of a model file are in memory, in bytes: docs/model-format.md. */
export interface ModelLayout extends ModelSizes {
  readonly table: RowsAt
  readonly places: RowsAt
  readonly lift: MatrixAt
  readonly norm: NormAt
  readonly layer: readonly LayerAt[]
  /** Of a model that ends at an exit: acts on each token before the mean. */
  readonly map?: MatrixAt
  readonly head: MatrixAt
  /** Size of the file, unpacked. */
  readonly bytes: number
}

/**
 * Reads the header of a model file. `words` bytes more of the token table come from another file. Throws `model-corrupt` if it is another file, another version, or of impossible sizes.
 */
export function readLayout(header: Uint8Array, words = 0): ModelLayout {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  const word = (index: number) => view.getUint32(4 * index, true)
  if (header.length < HEADER_BYTES || word(0) !== MAGIC) throw wrong('its first bytes', 'PKEN')
  if (word(1) !== VERSION) throw wrong(`version ${word(1)}`, `version ${VERSION}`)
  const [vocabulary, tableWidth, width, heads, inner, positions, layers, outputs] = Array.from({ length: 8 }, (_, i) => word(2 + i))
  const sizes = { vocabulary, tableWidth, width, heads, inner, positions, layers, outputs } as ModelSizes
  const fit =
    Object.values(sizes).every((size) => size > 0 && size < MOST) &&
    [sizes.tableWidth, sizes.inner, sizes.outputs].every((size) => size % 8 === 0) &&
    sizes.width % (8 * sizes.heads) === 0
  if (!fit) throw wrong(`sizes ${JSON.stringify(sizes)}`, 'sizes above 0, widths in multiples of 8')
  // every array stays at a multiple of 16 bytes
  const sixteen = 16 * (sizes.tableWidth + 4)
  if (words % sixteen > 0) throw wrong(`${words} bytes of more words`, `a multiple of ${sixteen}`)
  return layOut({ ...sizes, vocabulary: sizes.vocabulary + words / (sizes.tableWidth + 4) })
}

/** The model that ends after its first `layers` layers, and where the file of that exit goes: to the place of the next layer. */
export function endingAfter(layers: number, layout: ModelLayout): { layout: ModelLayout; start: number; end: number } {
  const { layer, width, outputs } = layout
  const start = layer[layers]!.queries.weights
  const space = spaceFrom(start)
  const map = matrixIn(space, width, 2 * width)
  const head = matrixIn(space, 2 * width, outputs)
  return { layout: { ...layout, layer: layer.slice(0, layers), map, head }, start, end: space.end }
}

/** Memory of which parts are taken one after the other. */
interface Space {
  readonly end: number
  take(bytes: number): number
}

function spaceFrom(start: number): Space {
  let end = start
  return {
    get end() {
      return end
    },
    take(bytes) {
      const at = end
      end += Math.ceil(bytes / 16) * 16
      return at
    },
  }
}

function layOut(sizes: ModelSizes): ModelLayout {
  const { vocabulary, tableWidth, width, inner, positions, layers, outputs } = sizes
  const space = spaceFrom(FILE_START + HEADER_BYTES)
  const { take } = space
  // properties are read in this order, and so the file has them
  const rows = (count: number, columns: number): RowsAt => ({ codes: take(count * columns), scales: take(4 * count) })
  const matrix = (inputs: number, columns: number) => matrixIn(space, inputs, columns)
  const norm = (): NormAt => ({ gains: take(4 * width), shifts: take(4 * width) })
  const layout = {
    table: rows(vocabulary, tableWidth),
    places: rows(positions, width),
    lift: matrix(tableWidth, width),
    norm: norm(),
    layer: Array.from({ length: layers }, () => ({
      queries: matrix(width, 3 * width),
      mix: matrix(width, width),
      mixNorm: norm(),
      up: matrix(width, inner),
      down: matrix(inner, width),
      downNorm: norm(),
    })),
    head: matrix(width, outputs),
  }
  return { ...sizes, ...layout, bytes: space.end - FILE_START }
}

function matrixIn({ take }: Space, inputs: number, outputs: number): MatrixAt {
  return {
    inputs,
    outputs,
    weights: take(inputs * outputs),
    scales: take(4 * outputs),
    sums: take(4 * outputs),
    biases: take(4 * outputs),
  }
}

function wrong(received: string, expected: string): PagekinError {
  return new PagekinError('model-corrupt', `encoder.bin: received ${received}, expected ${expected}`)
}
