import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readLog } from './read-log.js'

const has = (id: string): boolean => 'abcdef'.includes(id) && id.length === 1
const read = (text: string | readonly unknown[]) => readLog(text, has, 'log.csv')
const AT = 1_700_000_000_000
const ISO = '2023-11-14T22:13:20'

describe('readLog', () => {
  test('reads columns in any order, numbers and dates of one column, quotes, CRLF and a byte order mark', () => {
    const { interactions, rejected, rows } = read(
      `\ufeffat,user,extra,item,type\r\n${AT},u,,a,view\r\n${ISO}Z,"x, y",1,b,purchase\r\n2023-11-14,v,,c,cart\r\n`,
    )

    expect(rejected).toEqual([])
    expect(rows).toBe(3)
    expect(interactions).toEqual([
      { user: 'u', id: 'a', type: 'view', at: AT },
      { user: 'x, y', id: 'b', type: 'purchase', at: AT },
      { user: 'v', id: 'c', type: 'cart', at: Date.UTC(2023, 10, 14) },
    ])
  })

  test.each([
    ['MovieLens', `userId,movieId,rating,timestamp\n1,a,4.0,${AT / 1000}`, ['1', 'a', 'view', AT]],
    ['RetailRocket', `timestamp,visitorid,event,itemid,transactionid\n${AT},257597,transaction,a,4000`, ['257597', 'a', 'purchase', AT]],
    [
      'a multi-category shop',
      `event_time,event_type,product_id,user_id,user_session\n2023-11-14 22:13:20 UTC,remove,b,5,x\n2023-11-14 22:13:20 UTC,cart,a,5,x`,
      ['5', 'a', 'cart', AT],
    ],
    [
      'analytics',
      `[{"event_name":"add_to_cart","event_timestamp":${AT}000,"user_pseudo_id":"9.8","item_id":"a"}]`,
      ['9.8', 'a', 'cart', AT],
    ],
    ['JSON lines', `{"user":1,"item":"a","event":"Product Viewed","time":"${ISO}.000+00:00"}\n{}`, ['1', 'a', 'view', AT]],
    ['orders', `Order ID;SKU\n1001;a`, ['1001', 'a', 'view', 0]],
    [
      'a German shop',
      `Bestellnummer;Position;Artikel;Artikelnummer;Datum\n1001;1;b;a;14.11.2023`,
      ['1001', 'a', 'view', Date.UTC(2023, 10, 14)],
    ],
    ['a German export', `Kunde;Artikel;Aktion;Zeitpunkt\n7;a;Sommer;${ISO}Z`, ['7', 'a', 'view', AT]],
    ['a French shop', `N° de commande,Référence,Date de commande\n1001,a,2023-11-14`, ['1001', 'a', 'view', Date.UTC(2023, 10, 14)]],
    ['a Spanish shop', `Pedido,Artículo,Fecha\n1001,a,2023-11-14`, ['1001', 'a', 'view', Date.UTC(2023, 10, 14)]],
    ['an Italian shop', `Ordine,Codice prodotto,Data ordine\n1001,a,2023-11-14`, ['1001', 'a', 'view', Date.UTC(2023, 10, 14)]],
    ['ids beside names', `user,id,producto,data\nu,a,Tetera,newsletter`, ['u', 'a', 'view', 0]],
    ['tabs and order numbers', `user\titem\tstep\nu\ta\t3`, ['u', 'a', 'view', 3]],
  ])('reads a log of %s', (_, text, [user, id, type, at]) => {
    expect(read(text).interactions).toEqual([{ user, id, type, at }])
  })

  test('tells seconds, milliseconds, microseconds, dates and order numbers apart by the column', () => {
    const moments = fc.array(fc.integer({ min: 200_000_000, max: 4_000_000_000 }), { minLength: 1, maxLength: 20 })
    const forms: readonly [(seconds: number) => string | number, boolean][] = [
      [(s) => s, true],
      [(s) => s * 1000, true],
      [(s) => s * 1e6, true],
      [(s) => new Date(s * 1000).toISOString(), true],
      [(s) => new Date(s * 1000).toISOString().slice(0, 19).replace('T', ' '), true],
    ]
    fc.assert(
      fc.property(moments, fc.constantFrom(...forms), (seconds, [write]) => {
        const log = read(seconds.map((s, i) => ({ user: i, item: 'a', at: write(s) })))
        expect(log.isTimed).toBe(true)
        expect(log.interactions.map(({ at }) => at)).toEqual(seconds.map((s) => s * 1000))
      }),
    )
    const ordered = read([5, 3, 40].map((at) => ({ user: 'u', item: 'a', at })))
    expect([ordered.isTimed, ordered.interactions.map(({ at }) => at)]).toEqual([false, [5, 3, 40]])
    const plain = read(['a', 'b'].map((item) => ({ user: 'u', item })))
    expect([plain.isTimed, plain.interactions.map(({ at }) => at)]).toEqual([false, [0, 1]])
  })

  test('lists every row that is none, with its place and why', () => {
    const lines = [
      `u,a,view,${AT}`,
      `,a,view,${AT}`,
      `u,q,view,${AT}`,
      `u,a,stared,${AT}`,
      'u,a,view,yesterday',
      `u,a,view,${AT / 1000}`,
      `u,a,view,${AT}`,
      'u,a',
      `u,b,,${AT}`,
      `u,b,view,${AT},more`,
    ]
    const { interactions, rejected, rows } = read(`user,item,type,at\n${lines.join('\n')}`)

    expect([interactions.length, rows]).toEqual([1, 10])
    expect(rejected.map(({ row, field }) => [row, field])).toEqual([
      [1, 'user'],
      [2, 'item'],
      [3, 'type'],
      [4, 'at'],
      [5, 'at'],
      [6, ''],
      [7, 'type'],
      [8, 'type'],
      [9, ''],
    ])
    expect(rejected[4]!.why).toBe('received "1700000000", expected a time as in most rows')
    expect(rejected[5]!.why).toBe('repeats an earlier row')
  })

  test.each([
    [
      'month first, as spreadsheets write it',
      ['12/1/2010 8:26', '12/13/2010 17:05'],
      [Date.UTC(2010, 11, 1, 8, 26), Date.UTC(2010, 11, 13, 17, 5)],
    ],
    ['day first, by a day that is no month', ['1/12/2010 8:26', '13/12/2010'], [Date.UTC(2010, 11, 1, 8, 26), Date.UTC(2010, 11, 13)]],
    ['day first with dots', ['01.12.2010 08:26:10', '2.12.2010'], [Date.UTC(2010, 11, 1, 8, 26, 10), Date.UTC(2010, 11, 2)]],
  ])('reads dates with the %s', (_, cells, moments) => {
    const log = read(cells.map((at, user) => ({ user, item: 'a', at })))

    expect(log.isTimed).toBe(true)
    expect(log.interactions.map(({ at }) => at)).toEqual(moments)
  })

  test('takes no date that does not exist', () => {
    const dates = ['2024-02-29', '2024-02-29T10:00', '2024-02-29T10:00:00.5+02:00', '29.13.2024', '2024-13-01', '-5']
    const { interactions, rejected } = read(dates.map((at, user) => ({ user, item: 'a', at })))

    expect(interactions.map(({ user }) => user)).toEqual(['0', '1', '2'])
    expect(rejected.map(({ row }) => row)).toEqual([3, 4, 5])
  })

  test('a log without a single interaction is an error that says why', () => {
    const codeOf = (text: string | readonly unknown[]): unknown => {
      try {
        return read(text)
      } catch (thrown) {
        const { code, message } = thrown as { code: string; message: string }
        return [code, message.replace(/^\[[^\]]*\] /, '')]
      }
    }

    expect(codeOf('user,item\nu,gone\nv,gone')).toEqual([
      'interactions-invalid',
      'log.csv: received 2 rows, none of which is an interaction (line 2, item: received "gone", expected the id of an item of the catalog)',
    ])
    expect(codeOf('user,price\nu,a\n')).toEqual(['interactions-invalid', 'log.csv: received the columns user, price, expected also item'])
    expect(codeOf('')).toEqual(['interactions-invalid', 'log.csv: it is empty, expected the columns user, item'])
    expect(codeOf([3, null])).toMatchObject(['interactions-invalid', expect.anything()])
  })
})
