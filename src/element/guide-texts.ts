import { textsIn } from '../page/text-table.js'

/** The texts of a guide, in this order. `which` has the field at `{0}`. */
const KEYS = ['which', 'none', 'any', 'back', 'again', 'say', 'search', 'help'] as const

export type GuideTexts = Readonly<Record<(typeof KEYS)[number], string>>

const TEXTS: Readonly<Record<string, string>> = {
  en: 'Which {0}?|None of these|I don’t mind|Back|Start over|In your own words|Search|Help me choose',
  de: '{0}?|Nichts davon|Ist mir egal|Zurück|Von vorn|In eigenen Worten|Suchen|Hilfe bei der Auswahl',
  fr: '{0} ?|Aucun de ces choix|Peu importe|Retour|Recommencer|Avec vos mots|Rechercher|Aide au choix',
  es: '¿{0}?|Ninguna de estas opciones|Me da igual|Atrás|Empezar de nuevo|Con tus palabras|Buscar|Ayuda para elegir',
  it: '{0}?|Nessuna di queste opzioni|È indifferente|Indietro|Ricomincia|Con parole tue|Cerca|Aiuto nella scelta',
  nl: '{0}?|Geen van deze|Maakt niet uit|Terug|Opnieuw beginnen|In je eigen woorden|Zoeken|Hulp bij kiezen',
  pl: '{0}?|Żadne z tych|Wszystko jedno|Wstecz|Zacznij od nowa|Własnymi słowami|Szukaj|Pomoc w wyborze',
  pt: '{0}?|Nenhuma destas opções|Tanto faz|Voltar|Recomeçar|Por palavras suas|Pesquisar|Ajuda para escolher',
  sv: '{0}?|Inget av dessa|Spelar ingen roll|Tillbaka|Börja om|Med egna ord|Sök|Hjälp att välja',
  da: '{0}?|Ingen af disse|Det er lige meget|Tilbage|Start forfra|Med dine egne ord|Søg|Hjælp til at vælge',
  nb: '{0}?|Ingen av disse|Spiller ingen rolle|Tilbake|Start på nytt|Med egne ord|Søk|Hjelp til å velge',
  fi: '{0}?|Ei mikään näistä|Ei väliä|Takaisin|Aloita alusta|Omin sanoin|Hae|Apua valintaan',
  cs: '{0}?|Nic z toho|Je mi to jedno|Zpět|Začít znovu|Vlastními slovy|Hledat|Pomoc s výběrem',
  hu: '{0}?|Egyik sem|Mindegy|Vissza|Újrakezdés|Saját szavaival|Keresés|Segítség a választáshoz',
  ro: '{0}?|Niciuna dintre acestea|Nu contează|Înapoi|De la început|Cu cuvintele dvs.|Caută|Ajutor la alegere',
  tr: '{0}?|Hiçbiri|Fark etmez|Geri|Baştan başla|Kendi sözlerinizle|Ara|Seçim yardımı',
  uk: '{0}?|Нічого з цього|Байдуже|Назад|Почати спочатку|Своїми словами|Шукати|Допомога у виборі',
  ru: '{0}?|Ничего из этого|Не важно|Назад|Начать сначала|Своими словами|Искать|Помощь в выборе',
  el: '{0};|Τίποτα από αυτά|Δεν με πειράζει|Πίσω|Από την αρχή|Με δικά σας λόγια|Αναζήτηση|Βοήθεια στην επιλογή',
  ja: '{0}は？|どれでもない|こだわらない|戻る|最初から|自由に入力|検索|選ぶお手伝い',
  ko: '{0}?|해당 없음|상관없음|뒤로|처음부터|직접 입력|검색|선택 도우미',
  zh: '{0}？|都不是|都可以|返回|重新开始|用自己的话说|搜索|帮我选择',
  ar: '{0}؟|لا شيء من هذه|لا يهم|رجوع|البدء من جديد|بكلماتك|بحث|مساعدة في الاختيار',
  he: '{0}?|אף אחד מאלה|לא משנה|חזרה|להתחיל מחדש|במילים שלך|חיפוש|עזרה בבחירה',
}

/** English where there are none for the language of `tag` (BCP 47). */
export function guideTexts(tag: string | undefined): GuideTexts {
  return textsIn(TEXTS, KEYS, tag)
}
