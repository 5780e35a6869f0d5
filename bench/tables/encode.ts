/**
 * `npm run bench -- encode`: the built-in encoder beside onnxruntime-web and the pipeline of @huggingface/transformers, in one page of Chromium, each
 * on one thread, after `npm run build`. The pipeline is installed under bench/encode/ when it is not there. Rounds alternate, so that a busy machine is busy for all; the best
 * round of each text counts, and the median query. `--quality`
 * adds the STS Benchmark (test, Spearman), in all dimensions and in 128. The ONNX exports are in `../shared`.
 * Then the built-in encoder on the WebGPU that Chromium finds here, with a batch in one call; in software if there is none.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

if (!existsSync('bench/encode/node_modules')) {
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: 'bench/encode', stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
const { status } = spawnSync('npx', ['playwright', 'test', 'encode.measure.ts', '--reporter=line'], {
  stdio: 'inherit',
  env: { ...process.env, PAGEKIN_MEASURE: process.argv.includes('--quality') ? 'encode-quality' : 'encode' },
})
process.exitCode = status ?? 1
