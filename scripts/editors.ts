import { readFileSync } from 'node:fs'
import type { PageKinEventDetails } from '../src/element/events.js'
import { DEFAULTS_IN_WORDS, OPTION_DOCS } from '../src/option-docs.js'
import { kebab, OPTIONS, type OptionSpec } from '../src/options.js'
import { cssDefaults, membersOf } from './reference.js'
import { COMPANIONS, CSS_VARIABLES, PARTS, SLOTS, STATES } from './reference-tables.js'

/** What editors read of `<page-kin>` and the elements beside it: the manifest of custom elements, and JetBrains' web-types. `npm run docs` writes both. */

const TAG = 'page-kin'
const MODULE = 'dist/element.js'
const ABOUT = 'A shelf of recommendations.'

const named = (table: Readonly<Record<string, string>>) => Object.entries(table).map(([name, description]) => ({ name, description }))
const members = () => membersOf('PageKin', 'src/element/page-kin.ts', new Set(OPTIONS.map(({ name }) => name)))
const events = () => membersOf('PageKinEventDetails', 'src/element/events.ts')
const slots = () => Object.entries(SLOTS).map(([name, { holds }]) => ({ name, description: holds }))
const cssProperties = () => {
  const defaults = cssDefaults()
  return Object.entries(CSS_VARIABLES).map(([name, { sets, byDefault }]) => ({
    name,
    description: sets,
    default: byDefault ?? defaults.get(name),
  }))
}

function textTypeOf({ kind, choices }: OptionSpec): string {
  if (choices) return choices.map((choice) => `'${choice}'`).join(' | ')
  return kind === 'boolean' || kind === 'number' ? kind : 'string'
}

const attributes = () =>
  OPTIONS.map((spec) => ({
    name: kebab(spec.name),
    description: OPTION_DOCS[spec.name],
    ...((DEFAULTS_IN_WORDS[spec.name] ?? spec.defaultValue) !== null && {
      default: String(DEFAULTS_IN_WORDS[spec.name] ?? spec.defaultValue),
    }),
    type: textTypeOf(spec),
    fieldName: spec.name,
  }))

/** The first sentence is enough for a hint while one types. */
const companions = () =>
  Object.entries(COMPANIONS).map(([tag, { about, attributes }]) => ({
    tag,
    about: `${about.split(/(?<=\.) |: /)[0]!.replace(/[^.]$/, '$&.')}`,
    attributes: Object.entries(attributes).map(([name, { does }]) => ({ name, description: does })),
  }))

const isMethod = (type: string) => type.startsWith('(')

/** Options, then what else the element has as properties. */
const fields = () => [
  ...OPTIONS.map((spec) => ({
    name: spec.name as string,
    description: OPTION_DOCS[spec.name],
    type: spec.kind === 'json' ? 'object' : spec.kind === 'list' ? 'string[]' : textTypeOf(spec),
    attribute: kebab(spec.name),
  })),
  ...members()
    .filter(({ type }) => !isMethod(type))
    .map(({ name, type, doc }) => ({ name, description: doc, type })),
]

/** Version 1 of github.com/webcomponents/custom-elements-manifest. */
export function customElements(): string {
  const declaration = { name: 'PageKin', module: MODULE }
  return toJson({
    schemaVersion: '1.0.0',
    readme: 'README.md',
    modules: [
      {
        kind: 'javascript-module',
        path: MODULE,
        declarations: [
          {
            kind: 'class',
            name: 'PageKin',
            tagName: TAG,
            customElement: true,
            description: ABOUT,
            attributes: attributes().map(({ type, ...attribute }) => ({ ...attribute, type: { text: type } })),
            members: [
              ...fields().map(({ type, ...field }) => ({ kind: 'field', ...field, type: { text: type } })),
              ...members()
                .filter(({ type }) => isMethod(type))
                .map(({ name, doc }) => ({ kind: 'method', name, description: doc })),
            ],
            events: events().map(({ name, type, doc }) => ({ name, description: doc, type: { text: `CustomEvent<${type}>` } })),
            slots: slots(),
            cssParts: named(PARTS),
            cssProperties: cssProperties(),
            cssStates: named(STATES),
          },
          ...companions().map(({ tag, about, attributes }) => ({
            kind: 'class',
            name: tag,
            tagName: tag,
            customElement: true,
            description: about,
            attributes,
          })),
        ],
        exports: [
          { kind: 'js', name: 'PageKin', declaration },
          { kind: 'custom-element-definition', name: TAG, declaration },
        ],
      },
    ],
  })
}

/** Of JetBrains' editors, and of Vue's. */
export function webTypes(): string {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }
  return toJson({
    name: 'pagekin',
    version,
    'description-markup': 'markdown',
    contributions: {
      html: {
        elements: [
          {
            name: TAG,
            description: ABOUT,
            attributes: attributes().map(({ name, description, type, default: standard }) => ({
              name,
              description,
              ...(standard !== undefined && { default: standard }),
              ...(type === 'boolean' ? { value: { kind: 'no-value' } } : { value: { type } }),
            })),
            slots: slots(),
            js: {
              properties: fields().map(({ name, type, description }) => ({ name, type, description })),
              events: events().map(({ name, doc }) => ({ name: name as keyof PageKinEventDetails, description: doc })),
            },
            css: { parts: named(PARTS), properties: cssProperties().map(({ name, description }) => ({ name, description })) },
          },
          ...companions().map(({ tag, about, attributes }) => ({ name: tag, description: about, attributes })),
        ],
      },
    },
  })
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
