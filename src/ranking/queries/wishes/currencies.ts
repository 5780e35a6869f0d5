import { wordSet } from './tokens.js'

/**
 * Symbols and everyday names, with the codes they may stand for, the usual one first. The symbols are the narrow ones of `Intl.NumberFormat`
 * (a test compares them): a formatter takes about a millisecond to make, which is too much for every code in a search.
 */
const USUAL =
  '$ dollar bucks buck:USD CAD AUD NZD SGD HKD MXN ARS BBD BMD BND BSD BZD CLP COP CUC CUP DOP FJD GYD JMD KYD LRD NAD SBD SRD TTD TWD UYU XCD|' +
  'us$:USD|a$ au$:AUD|c$:CAD NIO|ca$:CAD|nz$:NZD|hk$:HKD|s$:SGD|mx$:MXN|nt$:TWD|r$:BRL|t$:TOP|eur:EUR|€:EUR|' +
  '£ pound livre libra:GBP FKP GIP SHP SSP SYP EGP LBP SDG|quid sterling:GBP|e£:EGP|l£:LBP|¥:JPY CNY|rmb:CNY|' +
  '₹:INR|rs rupee rupie roupie rupia:INR PKR LKR MUR NPR SCR IDR|kr kronor kroner krone krona couronne corona:SEK NOK DKK ISK CZK|' +
  '؋:AFN|֏:AMD|kz:AOA|₼:AZN|km:BAM|৳:BDT|bs:BOB|p:BWP|₡:CRC|kc:CZK|₾:GEL|gh₵:GHS|fg:GNF|q:GTQ|l:HNL|kn:HRK|ft:HUF|rp:IDR|₪:ILS|⃀:KGS|' +
  '៛:KHR|cf:KMF|₩:KRW KPW|₸:KZT|₭:LAK|ar:MGA|k:MMK|₮:MNT|rm:MYR|₦:NGN|₱:PHP|zł zl zlotych zlote:PLN|₲:PYG|lei:RON MDL|lew leva:BGN|₽:RUB|rf:RWF|' +
  'db:STN|฿:THB|₺:TRY|₴:UAH|₫:VND|fcfa:XAF XOF|f cfa:XOF XAF|cg.:XCG|cfpf:XPF|r:ZAR|zk:ZMW'

/** Codes that are words as well: in small letters they are words, save where the catalog's prices are in them. */
const ALSO_WORDS = wordSet('ALL AMD BAM BOB COP CUP GEL LAK MAD MOP MUR NAD PEN RON RUB SOS STD TOP TRY WON')

/** Currencies whose prices have three decimals. */
export const THREE_DECIMALS = wordSet('BHD JOD KWD LYD OMR TND')

/** Of these languages the names of currencies are known. */
const LANGUAGES = ['en', 'de', 'fr', 'es']
/** What a name of several currencies (franc, peso) means first. */
const FIRST = ['USD', 'EUR', 'GBP', 'CHF', 'MXN', 'CNY']

let usual: Map<string, readonly string[]> | undefined
let named: Map<string, string[]> | undefined
let codes: ReadonlySet<string> | undefined

/** Every code of ISO 4217 that the browser knows. */
function allCodes(): ReadonlySet<string> {
  codes ??= new Set(Intl.supportedValuesOf('currency'))
  return codes
}

/** `us dollar`, `dollar`, `dolar`: the name of each currency, and the first and last word of it. */
function allNames(): Map<string, string[]> {
  if (named) return named
  named = new Map()
  for (const language of LANGUAGES) {
    const names = new Intl.DisplayNames(language, { type: 'currency' })
    for (const code of new Set([...FIRST, ...allCodes()])) {
      const name = folded(names.of(code) ?? '').replace(/ \(.*/, '')
      const words = name.split(/[\s-]+/)
      for (const one of new Set([name, name.replace('-', ' '), language === 'fr' || language === 'es' ? words[0]! : words.at(-1)!])) {
        const known = named.get(one)
        if (!known) named.set(one, [code])
        else if (!known.includes(code)) known.push(code)
      }
    }
  }
  return named
}

/**
 * The codes that a phrase may stand for, the usual one first; undefined where it is no currency.
 *
 * @param written The phrase as it was written: some codes count in capitals only.
 * @param own     The currencies of the catalog.
 */
export function currencyOf(phrase: string, written: string, own: ReadonlySet<string>): readonly string[] | undefined {
  usual ??= new Map(
    USUAL.split('|').flatMap((entry) => {
      const [names, list] = entry.split(':')
      return (names === 'f cfa' ? [names] : names!.split(' ')).map((name) => [name, list!.split(' ')] as const)
    }),
  )
  const code = phrase.toUpperCase()
  if (/^[A-Z]{3}$/.test(code) && allCodes().has(code) && (written === code || !ALSO_WORDS.has(code) || own.has(code))) return [code]
  for (const form of singulars(phrase)) {
    const known = usual.get(form)
    if (known) return known
  }
  if (phrase.length < 3) return undefined
  for (const form of singulars(phrase)) {
    const known = ALSO_WORDS.has(form.toUpperCase()) ? undefined : allNames().get(form)
    if (known) return known
  }
  return undefined
}

/** As it is, and without an ending of the plural: pounds, dolares, Kronen. */
function singulars(phrase: string): string[] {
  return [
    phrase,
    ...['s', 'es', 'n'].filter((ending) => phrase.length > 4 && phrase.endsWith(ending)).map((ending) => phrase.slice(0, -ending.length)),
  ]
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
