import { useData, withBase } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import { h } from 'vue'

/** The theme of VitePress, without its fonts, and with a shelf of related pages below each page (docs/built-site.md). */
export default {
  extends: DefaultTheme,
  Layout: {
    setup() {
      const { page } = useData()
      const item = () => withBase(`/${page.value.relativePath.replace(/\.md$/, '.html')}`)
      const shelf = () =>
        h('page-kin', { key: item(), pack: withBase('/kin/pack/'), item: item(), limit: 6, layout: 'list', 'data-allow-mismatch': 'children' })
      return () => h(DefaultTheme.Layout, null, { 'doc-after': () => h('aside', { class: 'kin-links kin-plain' }, [shelf()]) })
    },
  },
}
