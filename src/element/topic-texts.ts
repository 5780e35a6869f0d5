import { textsIn } from '../page/text-table.js'

/** The texts of topics, in this order. */
const KEYS = ['topics'] as const

export type TopicTexts = Readonly<Record<(typeof KEYS)[number], string>>

const TEXTS: Readonly<Record<string, string>> = {
  en: 'Topics',
  de: 'Themen',
  fr: 'Thèmes',
  es: 'Temas',
  it: 'Argomenti',
  nl: 'Onderwerpen',
  pl: 'Tematy',
  pt: 'Temas',
  sv: 'Ämnen',
  da: 'Emner',
  nb: 'Emner',
  fi: 'Aiheet',
  cs: 'Témata',
  hu: 'Témák',
  ro: 'Teme',
  tr: 'Konular',
  uk: 'Теми',
  ru: 'Темы',
  el: 'Θέματα',
  ja: 'トピック',
  ko: '주제',
  zh: '主题',
  ar: 'المواضيع',
  he: 'נושאים',
}

/** English where there are none for the language of `tag` (BCP 47). */
export function topicTexts(tag: string | undefined): TopicTexts {
  return textsIn(TEXTS, KEYS, tag)
}
