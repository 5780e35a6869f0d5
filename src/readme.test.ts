import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { OPTION_DOCS } from './option-docs.js'
import { kebab, OPTIONS } from './options.js'

/** The table of README, made from the one table of options. When this fails, README is to be given what was expected. */
function optionsTable(): string {
  const rows = OPTIONS.map(({ name, choices, defaultValue }) => {
    const values = choices ? ` ${choices.map((choice) => `\`${choice}\``).join(', ')}.` : ''
    const standard =
      defaultValue === null ? '' : typeof defaultValue === 'string' && defaultValue.includes(' ') ? defaultValue : `\`${defaultValue}\``
    return `| \`${name}\` | \`${kebab(name)}\` | ${OPTION_DOCS[name]}${values} | ${standard} |`
  })
  return ['| option, React prop | attribute, `data-*` | what it does | default |', '|---|---|---|---|', ...rows].join('\n')
}

test('README lists the options as they are', () => {
  const section = readFileSync('README.md', 'utf8').match(/<!-- options -->\n([\s\S]*?)\n?<!-- \/options -->/)?.[1]

  expect(section).toBe(optionsTable())
})
