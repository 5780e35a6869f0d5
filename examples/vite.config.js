import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import vue from '@vitejs/plugin-vue'
import solid from 'vite-plugin-solid'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const isKin = (tag) => tag.startsWith('page-kin')

/** A site that has installed pagekin needs no alias: here the package is the repository itself. */
export default {
  base: './',
  plugins: [
    vue({ template: { compilerOptions: { isCustomElement: isKin } } }),
    svelte({ configFile: false }),
    // React's example is JSX, too
    solid({ include: /examples\/solid\// }),
  ],
  // Angular's
  oxc: { decorator: { legacy: true } },
  resolve: {
    alias: [
      { find: /^pagekin$/, replacement: `${dist}index.js` },
      { find: /^pagekin\/(element|react)$/, replacement: `${dist}$1.js` },
      { find: 'pagekin/react/styles.css', replacement: `${dist}react.css` },
    ],
  },
}
