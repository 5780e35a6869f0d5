/** Every text of the shelf that does not come from the catalog, in this order. `{0}` is filled in. */
const KEYS = [
  'similarHeading',
  'forYouHeading',
  'searchHeading',
  'results',
  'empty',
  'error',
  'previous',
  'next',
  'dismiss',
  'loading',
  'unavailable',
  'similar',
  'because',
  'words',
  'meaning',
  'popular',
  'varied',
] as const

export type MessageKey = (typeof KEYS)[number]
export type Messages = Readonly<Record<MessageKey, string>>

/** One line a language, texts in the order of `KEYS`: names of the fields would weigh more than the texts. */
const TEXTS: Readonly<Record<string, string>> = {
  en: 'You may also like|Recommended for you|Search results|Results|Nothing found.|Recommendations could not be loaded.|Previous|Next|Not interested|Loading|Unavailable|Similar to {0}|Because you viewed {0}|In common: {0}|Matches your search|Popular|A varied choice',
  de: 'Das könnte Ihnen auch gefallen|Für Sie empfohlen|Suchergebnisse|Ergebnisse|Nichts gefunden.|Empfehlungen konnten nicht geladen werden.|Zurück|Weiter|Kein Interesse|Wird geladen|Nicht verfügbar|Ähnlich wie {0}|Weil Sie {0} angesehen haben|Gemeinsam: {0}|Passt zu Ihrer Suche|Beliebt|Eine bunte Auswahl',
  fr: 'Vous aimerez aussi|Recommandé pour vous|Résultats de recherche|Résultats|Aucun résultat.|Impossible de charger les recommandations.|Précédent|Suivant|Pas intéressé|Chargement|Indisponible|Similaire à {0}|Parce que vous avez vu {0}|En commun : {0}|Correspond à votre recherche|Populaire|Un choix varié',
  es: 'También te puede gustar|Recomendado para ti|Resultados de búsqueda|Resultados|No se encontró nada.|No se pudieron cargar las recomendaciones.|Anterior|Siguiente|No me interesa|Cargando|No disponible|Similar a {0}|Porque viste {0}|En común: {0}|Coincide con tu búsqueda|Popular|Una selección variada',
  it: 'Potrebbe piacerti anche|Consigliati per te|Risultati della ricerca|Risultati|Nessun risultato.|Impossibile caricare i consigli.|Precedente|Successivo|Non mi interessa|Caricamento|Non disponibile|Simile a {0}|Perché hai visto {0}|In comune: {0}|Corrisponde alla tua ricerca|Popolare|Una scelta varia',
  nl: 'Misschien ook interessant|Aanbevolen voor jou|Zoekresultaten|Resultaten|Niets gevonden.|Aanbevelingen konden niet worden geladen.|Vorige|Volgende|Niet interessant|Laden|Niet beschikbaar|Lijkt op {0}|Omdat je {0} hebt bekeken|Gemeen: {0}|Past bij je zoekopdracht|Populair|Een gevarieerde keuze',
  pl: 'Może Cię też zainteresować|Polecane dla Ciebie|Wyniki wyszukiwania|Wyniki|Nic nie znaleziono.|Nie udało się wczytać rekomendacji.|Poprzednie|Następne|Nie interesuje mnie|Wczytywanie|Niedostępne|Podobne do: {0}|Bo oglądasz {0}|Wspólne: {0}|Pasuje do wyszukiwania|Popularne|Różnorodny wybór',
  pt: 'Também pode gostar|Recomendado para si|Resultados da pesquisa|Resultados|Nada encontrado.|Não foi possível carregar as recomendações.|Anterior|Seguinte|Não me interessa|A carregar|Indisponível|Semelhante a {0}|Porque viu {0}|Em comum: {0}|Corresponde à sua pesquisa|Popular|Uma escolha variada',
  sv: 'Du kanske också gillar|Rekommenderat för dig|Sökresultat|Resultat|Inget hittades.|Rekommendationerna kunde inte laddas.|Föregående|Nästa|Inte intresserad|Laddar|Inte tillgänglig|Liknar {0}|För att du tittade på {0}|Gemensamt: {0}|Matchar din sökning|Populärt|Ett varierat urval',
  ja: 'こちらもおすすめ|あなたへのおすすめ|検索結果|結果|見つかりませんでした。|おすすめを読み込めませんでした。|前へ|次へ|興味がない|読み込み中|在庫なし|「{0}」に類似|「{0}」を見たため|共通点: {0}|検索に一致|人気|さまざまな商品',
}

export const LANGUAGES: readonly string[] = Object.keys(TEXTS)

/** The texts of the language of `tag` (BCP 47), English where there are none. */
export function messagesFor(tag: string | undefined): Messages {
  const language = tag?.toLowerCase().split(/[-_]/)[0] ?? ''
  const texts = ((Object.hasOwn(TEXTS, language) && TEXTS[language]) || TEXTS.en!).split('|')
  return Object.fromEntries(KEYS.map((key, index) => [key, texts[index]])) as unknown as Messages
}

/** The nearest `lang` above a node, through shadow roots; the browser's language where the page says none. */
export function languageOf(node: Element): string | undefined {
  for (let at: Element | undefined = node; at; ) {
    const holder = at.closest('[lang]')
    const tag = holder?.getAttribute('lang')
    if (tag) return tag
    const root = at.getRootNode()
    at = root instanceof ShadowRoot ? root.host : undefined
  }
  return typeof navigator === 'undefined' ? undefined : navigator.language
}
