import { describe, expect, test } from 'vitest'
import { decodeEntities } from '../../src/catalog/html-entities.js'
import { parseAmazonIndustrial } from './amazon-industrial.js'
import { parseBundles } from './bundles.js'
import { parseMagento } from './magento.js'
import { splitBundles, splitMagento } from './splits.js'

describe('amazon-industrial', () => {
  const items = JSON.stringify({
    '0': { title: 'Kit', description: "['One.', \"It's two.\", '']", brand: 'B', categories: '' },
    '7': { title: 'Tape', description: '', brand: '' },
    '12': { title: 'Rack', description: "['made for it's life, yes']", brand: 'H' },
  })
  const header = 'user_id,history_item_title,item_title,history_item_id,item_id,history_item_sid,item_sid\n'

  test('lists are Python literals; a description that lost its escapes stays one paragraph', () => {
    const set = parseAmazonIndustrial(
      items,
      `${header}A1,"['Kit']",Tape,"[0, 12]",7,['<a_1>'],<a_2>\n`,
      `${header}A2,"['Kit']",Kit,[0],0,['<a_1>'],<a_1>\n`,
    )
    expect(set.items).toEqual([
      { id: '0', title: 'Kit', description: ['One.', "It's two."], brand: 'B' },
      { id: '7', title: 'Tape', description: [], brand: '' },
      { id: '12', title: 'Rack', description: ["made for it's life, yes"], brand: 'H' },
    ])
    expect(set.valid).toEqual([{ user: 'A1', history: ['0', '12'], target: '7', repeat: false }])
    expect(set.test).toEqual([{ user: 'A2', history: ['0'], target: '0', repeat: true }])
  })

  test('an item that is not there and a description that is no list are errors', () => {
    expect(() => parseAmazonIndustrial(items, `${header}A,[],x,[3],0,[],s\n`, header)).toThrow(/valid, row 0: received item 3/)
    expect(() => parseAmazonIndustrial('{"0": {"title": "t", "description": "text", "brand": ""}}', header, header)).toThrow(
      /item 0: .*expected \[/,
    )
    expect(() => parseAmazonIndustrial('{"0": {"title": "t"}}', header, header)).toThrow(/item 0: received string, undefined/)
  })
})

describe('bundles', () => {
  const files = {
    titles: 'item ID,titles\n1,"Ring, 5&quot; &amp; &reg;"\n2,Hat\n3,Cap\n',
    categories: 'item ID,categories\n1,"[[Clothing, Shoes & Jewelry,Rings]]"\n',
    bundleItem: 'bundle ID,item ID\n0,2\n1,1\n0,3\n1,2\n',
    bundleIntent: 'bundle ID,intent\n0,hats \n1,gifts\n',
    sessionItem: 'session ID,item ID\n5,1\n5,99\n',
  }

  test('entities are decoded, bundles keep their order, sessions keep items without a title', () => {
    const set = parseBundles(files)
    expect(set.items[0]).toEqual({ id: '1', title: 'Ring, 5" & ®', categories: '[[Clothing, Shoes & Jewelry,Rings]]' })
    expect(set.items[1]!.categories).toBe('')
    expect(set.bundles).toEqual([
      { id: '0', intent: 'hats', items: ['2', '3'] },
      { id: '1', intent: 'gifts', items: ['1', '2'] },
    ])
    expect([...set.sessions]).toEqual([['5', ['1', '99']]])
    expect(Object.values(splitBundles(set)).flat().sort()).toEqual(['0', '1'])
  })

  test('a bundle in one file only and a bundled item without a title are errors', () => {
    expect(() => parseBundles({ ...files, bundleIntent: 'bundle ID,intent\n0,hats\n' })).toThrow(/bundle 1 in one file only/)
    expect(() => parseBundles({ ...files, bundleIntent: `${files.bundleIntent}2,x\n` })).toThrow(/bundle 2 in one file only/)
    expect(() => parseBundles({ ...files, bundleItem: `${files.bundleItem}1,44\n` })).toThrow(/bundle_item, row 4: received item 44/)
  })

  test('entities are decoded once; one that is not known stays', () => {
    expect(decodeEntities('&amp;quot; &#233;&#xE9;&eacute; &unknown; a&b &nbsp;')).toBe('&quot; ééé &unknown; a&b  ')
  })
})

describe('magento', () => {
  const files = {
    configurable:
      'sku,product_type,name,description,categories,price\nM1,configurable,Hoodie,<p>h</p>,"Default Category/Men/Tops,Default Category/Eco",52\nM1-XS,simple,Hoodie XS,x,Default Category/Men,52\n',
    others: [
      'category,name,sku,description,price\n"Gear\nBags","Duffle ",24-1,d,34\n',
      'category,name,sku,description,price\nTraining,Yoga,240,y,\n',
    ],
    links: {
      related: ['sku,linked_sku\n"M1","24-1\n24-GROUP\n240"\n', 'sku,linked_sku\n24-1,"M1\nM1"\n999,M1\n'],
      upsell: [],
      crosssell: ['sku,linked_sku\n240,24-1\n'],
    },
  }

  test('lists in a cell are parted by line breaks; what is not in the set is left out and named', () => {
    const set = parseMagento(files)
    expect(set.products).toEqual([
      { sku: 'M1', name: 'Hoodie', description: '<p>h</p>', categories: [['Men', 'Tops'], ['Eco']], price: 52 },
      { sku: '24-1', name: 'Duffle', description: 'd', categories: [['Gear', 'Bags']], price: 34 },
      { sku: '240', name: 'Yoga', description: 'y', categories: [['Training']], price: undefined },
    ])
    expect(set.variants.map(({ sku }) => sku)).toEqual(['M1-XS'])
    expect([...set.links.related.links]).toEqual([
      ['M1', ['24-1', '240']],
      ['24-1', ['M1']],
    ])
    expect(set.links.related.absent).toEqual(['24-GROUP'])
    expect(set.links.related.absentSources).toEqual(['999'])
    expect(Object.values(splitMagento(set)).flat().sort()).toEqual(['24-1', '240', 'M1'])
  })

  test('a sku twice, as product or as source, is an error', () => {
    expect(() => parseMagento({ ...files, others: [...files.others, files.others[0]!] })).toThrow(/4 products with 3 skus/)
    expect(() => parseMagento({ ...files, links: { ...files.links, upsell: ['sku,linked_sku\n240,M1\n240,M1\n'] } })).toThrow(/240 twice/)
  })
})
