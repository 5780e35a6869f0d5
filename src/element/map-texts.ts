import { textsIn } from '../page/text-table.js'

/** The texts of a map, in this order. */
const KEYS = ['map', 'zoomIn', 'zoomOut', 'whole'] as const

export type MapTexts = Readonly<Record<(typeof KEYS)[number], string>>

const TEXTS: Readonly<Record<string, string>> = {
  en: 'Map of topics|Zoom in|Zoom out|Whole map',
  de: 'Karte der Themen|Vergrößern|Verkleinern|Ganze Karte',
  fr: 'Carte des thèmes|Zoomer|Dézoomer|Carte entière',
  es: 'Mapa de temas|Acercar|Alejar|Mapa completo',
  it: 'Mappa degli argomenti|Ingrandisci|Riduci|Mappa intera',
  nl: 'Kaart van onderwerpen|Inzoomen|Uitzoomen|Hele kaart',
  pl: 'Mapa tematów|Powiększ|Pomniejsz|Cała mapa',
  pt: 'Mapa de temas|Ampliar|Reduzir|Mapa inteiro',
  sv: 'Karta över ämnen|Zooma in|Zooma ut|Hela kartan',
  da: 'Kort over emner|Zoom ind|Zoom ud|Hele kortet',
  nb: 'Kart over emner|Zoom inn|Zoom ut|Hele kartet',
  fi: 'Aihekartta|Lähennä|Loitonna|Koko kartta',
  cs: 'Mapa témat|Přiblížit|Oddálit|Celá mapa',
  hu: 'Témák térképe|Nagyítás|Kicsinyítés|Teljes térkép',
  ro: 'Harta temelor|Mărește|Micșorează|Toată harta',
  tr: 'Konu haritası|Yakınlaştır|Uzaklaştır|Tüm harita',
  uk: 'Карта тем|Наблизити|Віддалити|Уся карта',
  ru: 'Карта тем|Приблизить|Отдалить|Вся карта',
  el: 'Χάρτης θεμάτων|Μεγέθυνση|Σμίκρυνση|Όλος ο χάρτης',
  ja: 'トピックの地図|拡大|縮小|全体を表示',
  ko: '주제 지도|확대|축소|전체 보기',
  zh: '主题地图|放大|缩小|显示全图',
  ar: 'خريطة المواضيع|تكبير|تصغير|الخريطة كاملة',
  he: 'מפת הנושאים|התקרבות|התרחקות|המפה כולה',
}

/** English where there are none for the language of `tag` (BCP 47). */
export function mapTexts(tag: string | undefined): MapTexts {
  return textsIn(TEXTS, KEYS, tag)
}
