import type { NaturalQuery } from '../data/natural-queries.js'
import { sharedText } from '../shared-data.js'

const DISHES = [
  'cake',
  'cookies',
  'bread',
  'soup',
  'salad',
  'pie',
  'pasta',
  'chicken',
  'muffins',
  'pizza',
  'smoothie',
  'stew',
  'dip',
  'casserole',
  'tart',
  'sauce',
]
/** What people write, and the words of a record that has it. */
export const CONTENTS: Readonly<Record<string, RegExp>> = {
  nuts: /\b(?:nuts?|walnuts?|pecans?|almonds?|hazelnuts?|cashews?|pistachios?|peanuts?|macadamias?)\b/i,
  eggs: /\beggs?\b/i,
  dairy: /\b(?:milk|cream|butter|cheese|yogurt|buttermilk|parmesan|mozzarella|cheddar|ricotta|feta)\b/i,
  meat: /\b(?:meat|beef|pork|chicken|turkey|bacon|ham|sausages?|lamb|prosciutto|pepperoni|veal)\b/i,
  alcohol: /\b(?:alcohol|wine|rum|vodka|brandy|bourbon|beer|whiskey|liqueur|sherry|tequila|gin)\b/i,
  onion: /\bonions?\b/i,
  garlic: /\bgarlic\b/i,
  chocolate: /\bchocolate\b/i,
  cheese: /\b(?:cheese|parmesan|mozzarella|cheddar|ricotta|feta)\b/i,
  tomato: /\btomato(?:es)?\b/i,
  butter: /\bbutter\b/i,
  mushrooms: /\bmushrooms?\b/i,
  cinnamon: /\bcinnamon\b/i,
  bacon: /\bbacon\b/i,
}
const FORMS = ['D without C', 'D with no C', 'D, no C', 'C free D', 'D but not with C']

/** Named in a search for one of two. */
const EITHER = [
  'chocolate',
  'bacon',
  'cheese',
  'tomato',
  'onion',
  'garlic',
  'cinnamon',
  'banana',
  'apple',
  'lemon',
  'pumpkin',
  'carrot',
].concat(['shrimp', 'spinach', 'strawberry', 'blueberry', 'potato', 'mushrooms'])

type Recipe = Readonly<Record<string, string>>

const readRecipes = () => JSON.parse(sharedText('recipes/recipes.json.gz')) as Recipe[]

/** Places of the records that have a word, in any number, in what `textOf` gives of them. */
function naming(recipes: readonly Recipe[], word: string, textOf: (recipe: Recipe) => string): number[] {
  const begins = new RegExp(`\\b${word.slice(0, -1)}`, 'i')
  return recipes.flatMap((recipe, id) => (begins.test(textOf(recipe)) ? [id] : []))
}

const nameOf = ({ recipe_name }: Recipe) => recipe_name!

/** "apple or pear pie": the records of the dish that name either. */
export function recipesEither(): NaturalQuery[] {
  const recipes = readRecipes()
  const having = EITHER.map((word) => new Set(naming(recipes, word, ({ recipe_name, ingredients }) => `${recipe_name} ${ingredients}`)))
  return DISHES.flatMap((dish) => {
    const ofDish = naming(recipes, dish, nameOf)
    return EITHER.flatMap((one, i) =>
      EITHER.slice(i + 1).flatMap((other, j): NaturalQuery[] => {
        const [ones, others] = [having[i]!, having[i + 1 + j]!].map((has) => ofDish.filter((id) => has.has(id)))
        if (Math.min(ones!.length, others!.length) < 3) return []
        const text = `${one} or ${other} ${dish}`
        return [{ id: text, group: 'd', text, grades: new Map([...ones!, ...others!].map((id) => [String(id), 1])) }]
      }),
    )
  })
}

/** "cake without nuts" over dishes and what they are made of. The truth is the record: of the dish, and naming none of it. */
export function recipesWithout(): NaturalQuery[] {
  const recipes = readRecipes()
  return DISHES.flatMap((dish, d) =>
    Object.entries(CONTENTS).flatMap(([content, has], c): NaturalQuery[] => {
      const ofDish = naming(recipes, dish, nameOf).map((id) => ({ recipe: recipes[id]!, id }))
      const without = ofDish.filter(({ recipe }) => !has.test(`${recipe.recipe_name} ${recipe.ingredients} ${recipe.directions}`))
      // where hardly any has it, or hardly any has it not, a list shows nothing
      if (without.length < 4 || ofDish.length - without.length < 4) return []
      const text = FORMS[(d + c) % FORMS.length]!.replace('D', dish).replace('C', content)
      return [{ id: text, group: 'd', text, grades: new Map(without.map(({ id }) => [String(id), 1])) }]
    }),
  )
}
