// @ts-check
/**
 * Prints what a page downloads at each level, raw and gzipped (level 9), and builds the one file that
 * size-limit holds and dist has not: the encoder worker without onnxruntime-web. Run by scripts/build.mjs.
 */
import { mkdir, readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { build } from 'vite'

const root = new URL('../', import.meta.url)
/** @param {string} path */
const at = (path) => new URL(path, root).pathname

const MODEL = 'dist/models/pagekin-mini-v0'
const MODEL_FILES = ['pagekin.json', 'tokenizer.json', 'tokenizer_config.json', 'canary.json'].map((name) => `${MODEL}/${name}`)

/** @type {readonly [level: string, files: readonly string[]][]} */
const LEVELS = [
  ['shelf drawn, links (script tag, element)', ['dist/embed.js']],
  ['shelf near the viewport, neighbours: the client', ['dist/client.js']],
  ['lexical, vectors: the engine', ['dist/worker.js']],
  ['encoder: its worker', ['dist/encoder-worker.js']],
  ['encoder: its worker without onnxruntime-web', ['.cache/sizes/encoder-worker.js']],
  ['encoder on WASM: runtime', ['dist/runtime/ort-wasm-simd-threaded.wasm']],
  ['encoder on WASM: model', [...MODEL_FILES, `${MODEL}/onnx/model_quantized.onnx`]],
  ['encoder on WebGPU (JSPI): runtime', ['dist/runtime/ort-wasm-simd-threaded.jspi.wasm']],
  ['encoder on WebGPU (Asyncify): runtime', ['dist/runtime/ort-wasm-simd-threaded.asyncify.wasm']],
  ['encoder on WebGPU: model', [...MODEL_FILES, `${MODEL}/onnx/model_weight_int8.onnx`]],
]

export async function sizes() {
  await encoderWithoutRuntime()
  console.log('\nWhat a page downloads, by level (kB, raw and gzipped):')
  for (const [level, files] of LEVELS) {
    const measured = await Promise.all(files.map(measure))
    const sum = (/** @type {'raw' | 'zipped'} */ key) => measured.reduce((total, file) => total + file[key], 0) / 1000
    console.log(`  ${level.padEnd(50)} ${sum('raw').toFixed(1).padStart(9)} ${sum('zipped').toFixed(1).padStart(9)}`)
  }
}

/** @param {string} file */
async function measure(file) {
  const zipped = await promisify(gzip)(await readFile(at(file)), { level: 9 })
  return { raw: (await stat(at(file))).size, zipped: zipped.length }
}

async function encoderWithoutRuntime() {
  await mkdir(at('.cache/sizes'), { recursive: true })
  await build({
    root: root.pathname,
    configFile: at('vite.config.ts'),
    logLevel: 'error',
    publicDir: false,
    build: {
      target: 'es2022',
      outDir: at('.cache/sizes'),
      emptyOutDir: false,
      lib: { entry: at('src/encoder/main.ts'), formats: ['iife'], name: 'PagekinScript', fileName: () => 'encoder-worker.js' },
      rollupOptions: { external: [/^onnxruntime-web/] },
    },
  })
}

if (process.argv[1] === at('scripts/sizes.mjs')) await sizes()
