// @ts-check
/** @typedef {{ start: number, end: number, text: string }} Edit */

/**
 * Takes out of `css` and `html` templates what only their readers need: comments of style sheets, line breaks and
 * indentation. A minifier of JavaScript leaves templates as they are.
 * @returns {import('vite').Plugin}
 */
export function minifyTemplates() {
  return {
    name: 'pagekin:minify-templates',
    transform: {
      filter: { id: /\/src\/element\/[^/]+\.ts$/, code: /\b(?:css|html)`/ },
      handler(code) {
        /** @type {Edit[]} */
        const edits = []
        collect(this.parse(code), edits)
        edits.sort((a, b) => b.start - a.start)
        let minified = code
        for (const { start, end, text } of edits) minified = minified.slice(0, start) + text + minified.slice(end)
        return { code: minified, map: null }
      },
    },
  }
}

/**
 * Walks the tree, whatever its nodes are; a template may stand inside another.
 * @param {any} node @param {Edit[]} edits
 */
function collect(node, edits) {
  if (typeof node !== 'object' || node === null) return
  if (node.type === 'TaggedTemplateExpression' && (node.tag.name === 'css' || node.tag.name === 'html')) {
    const minify = node.tag.name === 'css' ? minifyCss : minifyHtml
    for (const { start, end, value } of node.quasi.quasis) edits.push({ start, end, text: minify(value.raw) })
  }
  for (const child of Object.values(node)) collect(child, edits)
}

/**
 * Whitespace in selectors, sums and strings has a meaning: only what is around braces, commas and declarations goes.
 * @param {string} css
 */
export function minifyCss(css) {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replaceAll(';}', '}')
    .trim()
}

/** A line break is a space to HTML. @param {string} html */
function minifyHtml(html) {
  return html.replace(/\s*\n\s*/g, ' ')
}
