import type { Texts } from './messages.js'

/** All texts but the headings, in the languages that are not English. */
export const TEXTS: Texts = {
  de: 'Ergebnisse|Nichts gefunden.|Empfehlungen konnten nicht geladen werden.|Zurück|Weiter|Kein Interesse|Wird geladen|Nicht verfügbar|Ähnlich wie {0}|Weil Sie {0} angesehen haben|Gemeinsam: {0}|Passt zu Ihrer Suche|Andere sahen sich das danach an|Beliebt|Eine bunte Auswahl',
  fr: 'Résultats|Aucun résultat.|Impossible de charger les recommandations.|Précédent|Suivant|Pas intéressé|Chargement|Indisponible|Similaire à {0}|Parce que vous avez vu {0}|En commun : {0}|Correspond à votre recherche|Vu ensuite par d’autres|Populaire|Un choix varié',
  es: 'Resultados|No se encontró nada.|No se pudieron cargar las recomendaciones.|Anterior|Siguiente|No me interesa|Cargando|No disponible|Similar a {0}|Porque viste {0}|En común: {0}|Coincide con tu búsqueda|Otros lo vieron después|Popular|Una selección variada',
  it: 'Risultati|Nessun risultato.|Impossibile caricare i consigli.|Precedente|Successivo|Non mi interessa|Caricamento|Non disponibile|Simile a {0}|Perché hai visto {0}|In comune: {0}|Corrisponde alla tua ricerca|Altri lo hanno visto dopo|Popolare|Una scelta varia',
  nl: 'Resultaten|Niets gevonden.|Aanbevelingen konden niet worden geladen.|Vorige|Volgende|Niet interessant|Laden|Niet beschikbaar|Lijkt op {0}|Omdat je {0} hebt bekeken|Gemeen: {0}|Past bij je zoekopdracht|Anderen bekeken dit daarna|Populair|Een gevarieerde keuze',
  pl: 'Wyniki|Nic nie znaleziono.|Nie udało się wczytać rekomendacji.|Poprzednie|Następne|Nie interesuje mnie|Wczytywanie|Niedostępne|Podobne do: {0}|Bo oglądasz {0}|Wspólne: {0}|Pasuje do wyszukiwania|Inni oglądali to później|Popularne|Różnorodny wybór',
  pt: 'Resultados|Nada encontrado.|Não foi possível carregar as recomendações.|Anterior|Seguinte|Não me interessa|A carregar|Indisponível|Semelhante a {0}|Porque viu {0}|Em comum: {0}|Corresponde à sua pesquisa|Outros viram a seguir|Popular|Uma escolha variada',
  sv: 'Resultat|Inget hittades.|Rekommendationerna kunde inte laddas.|Föregående|Nästa|Inte intresserad|Laddar|Inte tillgänglig|Liknar {0}|För att du tittade på {0}|Gemensamt: {0}|Matchar din sökning|Andra tittade sedan på detta|Populärt|Ett varierat urval',
  ja: '結果|見つかりませんでした。|おすすめを読み込めませんでした。|前へ|次へ|興味がない|読み込み中|在庫なし|「{0}」に類似|「{0}」を見たため|共通点: {0}|検索に一致|他の人が次に見た商品|人気|さまざまな商品',
}
