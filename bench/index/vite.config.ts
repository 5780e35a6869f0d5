import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { assemblyscript } from '../../scripts/assemblyscript.ts'

export default defineConfig({
  base: './',
  plugins: [assemblyscript()],
  worker: { format: 'es', plugins: () => [assemblyscript()] },
  // client-vector-search imports it for its model, which is not used here
  resolve: { alias: { '@xenova/transformers': fileURLToPath(new URL('./no-transformers.js', import.meta.url)) } },
  build: { target: 'esnext', emptyOutDir: true },
})
