import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))

/** A site that has installed pagekin needs no alias: here the package is the repository itself. */
export default {
  base: './',
  resolve: {
    alias: [
      { find: /^pagekin$/, replacement: `${dist}index.js` },
      { find: /^pagekin\/(element|react)$/, replacement: `${dist}$1.js` },
      { find: 'pagekin/react/styles.css', replacement: `${dist}react.css` },
    ],
  },
}
