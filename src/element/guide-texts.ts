import { textsIn } from '../page/text-table.js'

/** The texts of a guide, in this order. `which` has the field at `{0}`; `word` asks for a word of a title. */
const KEYS = ['which', 'none', 'any', 'back', 'again', 'say', 'search', 'help', 'word'] as const

export type GuideTexts = Readonly<Record<(typeof KEYS)[number], string>>

const TEXTS: Readonly<Record<string, string>> = {
  en: 'Which {0}?|None of these|I don’t mind|Back|Start over|In your own words|Search|Help me choose|Which word fits?',
  de: '{0}?|Nichts davon|Ist mir egal|Zurück|Von vorn|In eigenen Worten|Suchen|Hilfe bei der Auswahl|Welches Wort passt?',
  fr: '{0} ?|Aucun de ces choix|Peu importe|Retour|Recommencer|Avec vos mots|Rechercher|Aide au choix|Quel mot convient ?',
  es: '¿{0}?|Ninguna de estas opciones|Me da igual|Atrás|Empezar de nuevo|Con tus palabras|Buscar|Ayuda para elegir|¿Qué palabra encaja?',
  it: '{0}?|Nessuna di queste opzioni|È indifferente|Indietro|Ricomincia|Con parole tue|Cerca|Aiuto nella scelta|Quale parola va bene?',
  nl: '{0}?|Geen van deze|Maakt niet uit|Terug|Opnieuw beginnen|In je eigen woorden|Zoeken|Hulp bij kiezen|Welk woord past?',
  pl: '{0}?|Żadne z tych|Wszystko jedno|Wstecz|Zacznij od nowa|Własnymi słowami|Szukaj|Pomoc w wyborze|Które słowo pasuje?',
  pt: '{0}?|Nenhuma destas opções|Tanto faz|Voltar|Recomeçar|Por palavras suas|Pesquisar|Ajuda para escolher|Que palavra se adequa?',
  sv: '{0}?|Inget av dessa|Spelar ingen roll|Tillbaka|Börja om|Med egna ord|Sök|Hjälp att välja|Vilket ord passar?',
  da: '{0}?|Ingen af disse|Det er lige meget|Tilbage|Start forfra|Med dine egne ord|Søg|Hjælp til at vælge|Hvilket ord passer?',
  nb: '{0}?|Ingen av disse|Spiller ingen rolle|Tilbake|Start på nytt|Med egne ord|Søk|Hjelp til å velge|Hvilket ord passer?',
  fi: '{0}?|Ei mikään näistä|Ei väliä|Takaisin|Aloita alusta|Omin sanoin|Hae|Apua valintaan|Mikä sana sopii?',
  cs: '{0}?|Nic z toho|Je mi to jedno|Zpět|Začít znovu|Vlastními slovy|Hledat|Pomoc s výběrem|Které slovo se hodí?',
  hu: '{0}?|Egyik sem|Mindegy|Vissza|Újrakezdés|Saját szavaival|Keresés|Segítség a választáshoz|Melyik szó illik rá?',
  ro: '{0}?|Niciuna dintre acestea|Nu contează|Înapoi|De la început|Cu cuvintele dvs.|Caută|Ajutor la alegere|Ce cuvânt se potrivește?',
  tr: '{0}?|Hiçbiri|Fark etmez|Geri|Baştan başla|Kendi sözlerinizle|Ara|Seçim yardımı|Hangi kelime uyuyor?',
  uk: '{0}?|Нічого з цього|Байдуже|Назад|Почати спочатку|Своїми словами|Шукати|Допомога у виборі|Яке слово підходить?',
  ru: '{0}?|Ничего из этого|Не важно|Назад|Начать сначала|Своими словами|Искать|Помощь в выборе|Какое слово подходит?',
  el: '{0};|Τίποτα από αυτά|Δεν με πειράζει|Πίσω|Από την αρχή|Με δικά σας λόγια|Αναζήτηση|Βοήθεια στην επιλογή|Ποια λέξη ταιριάζει;',
  ja: '{0}は？|どれでもない|こだわらない|戻る|最初から|自由に入力|検索|選ぶお手伝い|どの言葉が当てはまりますか？',
  ko: '{0}?|해당 없음|상관없음|뒤로|처음부터|직접 입력|검색|선택 도우미|어떤 단어가 맞나요?',
  zh: '{0}？|都不是|都可以|返回|重新开始|用自己的话说|搜索|帮我选择|哪个词合适？',
  ar: '{0}؟|لا شيء من هذه|لا يهم|رجوع|البدء من جديد|بكلماتك|بحث|مساعدة في الاختيار|أي كلمة تناسب؟',
  he: '{0}?|אף אחד מאלה|לא משנה|חזרה|להתחיל מחדש|במילים שלך|חיפוש|עזרה בבחירה|איזו מילה מתאימה?',
}

/** English where there are none for the language of `tag` (BCP 47). */
export function guideTexts(tag: string | undefined): GuideTexts {
  return textsIn(TEXTS, KEYS, tag)
}
