import { textsIn } from '../page/text-table.js'
import { nameOfField } from '../shelf/steps.js'

/** The texts of facets that do not come from the catalog, in this order. */
const KEYS = ['filters', 'clear', 'more', 'yes', 'no', 'price', 'brand', 'category', 'tags', 'lang', 'results'] as const

export type FacetTexts = Readonly<Record<(typeof KEYS)[number], string>>

const TEXTS: Readonly<Record<string, string>> = {
  en: 'Filters|Clear all|Show more|Yes|No|Price|Brand|Category|Tags|Language|Results',
  de: 'Filter|Alle löschen|Mehr anzeigen|Ja|Nein|Preis|Marke|Kategorie|Schlagwörter|Sprache|Ergebnisse',
  fr: 'Filtres|Tout effacer|Afficher plus|Oui|Non|Prix|Marque|Catégorie|Mots-clés|Langue|Résultats',
  es: 'Filtros|Borrar todo|Mostrar más|Sí|No|Precio|Marca|Categoría|Etiquetas|Idioma|Resultados',
  it: 'Filtri|Cancella tutto|Mostra altro|Sì|No|Prezzo|Marca|Categoria|Tag|Lingua|Risultati',
  nl: 'Filters|Alles wissen|Meer tonen|Ja|Nee|Prijs|Merk|Categorie|Trefwoorden|Taal|Resultaten',
  pl: 'Filtry|Wyczyść wszystko|Pokaż więcej|Tak|Nie|Cena|Marka|Kategoria|Tagi|Język|Wyniki',
  pt: 'Filtros|Limpar tudo|Mostrar mais|Sim|Não|Preço|Marca|Categoria|Etiquetas|Idioma|Resultados',
  sv: 'Filter|Rensa alla|Visa fler|Ja|Nej|Pris|Märke|Kategori|Taggar|Språk|Resultat',
  da: 'Filtre|Ryd alle|Vis flere|Ja|Nej|Pris|Mærke|Kategori|Tags|Sprog|Resultater',
  nb: 'Filtre|Fjern alle|Vis flere|Ja|Nei|Pris|Merke|Kategori|Emneord|Språk|Resultater',
  fi: 'Suodattimet|Tyhjennä kaikki|Näytä lisää|Kyllä|Ei|Hinta|Merkki|Luokka|Tunnisteet|Kieli|Tulokset',
  cs: 'Filtry|Vymazat vše|Zobrazit více|Ano|Ne|Cena|Značka|Kategorie|Štítky|Jazyk|Výsledky',
  hu: 'Szűrők|Összes törlése|Továbbiak|Igen|Nem|Ár|Márka|Kategória|Címkék|Nyelv|Találatok',
  ro: 'Filtre|Șterge tot|Arată mai mult|Da|Nu|Preț|Marcă|Categorie|Etichete|Limbă|Rezultate',
  tr: 'Filtreler|Tümünü temizle|Daha fazla göster|Evet|Hayır|Fiyat|Marka|Kategori|Etiketler|Dil|Sonuçlar',
  uk: 'Фільтри|Очистити все|Показати більше|Так|Ні|Ціна|Бренд|Категорія|Теги|Мова|Результати',
  ru: 'Фильтры|Сбросить всё|Показать ещё|Да|Нет|Цена|Бренд|Категория|Теги|Язык|Результаты',
  el: 'Φίλτρα|Καθαρισμός όλων|Περισσότερα|Ναι|Όχι|Τιμή|Μάρκα|Κατηγορία|Ετικέτες|Γλώσσα|Αποτελέσματα',
  ja: '絞り込み|すべて解除|もっと見る|はい|いいえ|価格|ブランド|カテゴリー|タグ|言語|結果',
  ko: '필터|모두 지우기|더 보기|예|아니요|가격|브랜드|카테고리|태그|언어|결과',
  zh: '筛选|全部清除|显示更多|是|否|价格|品牌|类别|标签|语言|结果',
  ar: 'عوامل التصفية|مسح الكل|عرض المزيد|نعم|لا|السعر|العلامة التجارية|الفئة|الوسوم|اللغة|النتائج',
  he: 'מסננים|ניקוי הכול|הצגת עוד|כן|לא|מחיר|מותג|קטגוריה|תגיות|שפה|תוצאות',
}

/** English where there are none for the language of `tag` (BCP 47). */
export function facetTexts(tag: string | undefined): FacetTexts {
  return textsIn(TEXTS, KEYS, tag)
}

/** Fields of `Item` by their names here, others as the catalog writes them. */
export function labelOf(field: string, texts: FacetTexts): string {
  const name = Object.hasOwn(texts, field) ? texts[field as keyof FacetTexts] : nameOfField(field)
  return name.charAt(0).toLocaleUpperCase() + name.slice(1)
}
