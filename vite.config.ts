import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import packageJson from './package.json' with { type: 'json' }
import { assemblyscript } from './scripts/assemblyscript.ts'
import { wgsl } from './scripts/wgsl.ts'
import { withoutAddresses } from './scripts/without-addresses.ts'

/**
 * What every build and every test shares. The builds themselves (library, workers, script tag, command line, demo)
 * are listed in scripts/build.ts.
 */
export default defineConfig({
  plugins: [assemblyscript(), wgsl(), withoutAddresses()],
  define: { __PAGEKIN_VERSION__: JSON.stringify(packageJson.version) },
  resolve: {
    // The tokenizers of @xenova/transformers import its ONNX backend and its hub, which bring an old runtime and foreign addresses.
    alias: [
      { find: /^.*\/utils\/hub\.js$/, replacement: fileURLToPath(new URL('./src/encoder/hub-stub.ts', import.meta.url)) },
      { find: /^.*\/backends\/onnx\.js$/, replacement: fileURLToPath(new URL('./src/encoder/onnx-backend-stub.ts', import.meta.url)) },
    ],
  },
  test: {
    include: ['{src,bench,demo,scripts}/**/*.test.{ts,tsx}'],
    server: { deps: { inline: [/@xenova\/transformers/] } },
    testTimeout: 30_000,
    // one worker less than processors is the default: half of a small machine
    maxWorkers: '100%',
    // files share a thread and its modules: half of the time was spent on starting processes and importing the same files again
    pool: 'threads',
    isolate: false,
    tags: [{ name: 'long', description: 'Runs in `npm run test:all` only.', timeout: 120_000 }],
  },
})
