import { PagekinError } from '../../src/errors.js'

export interface Recipe {
  readonly id: string
  readonly name: string
  readonly ingredients: string
  /** From the general to the special. */
  readonly path: readonly string[]
}

/** Recipes of a cookery site. Throws `usage` for one without a name. */
export function parseRecipes(text: string): Recipe[] {
  const rows = JSON.parse(text) as { id: number; recipe_name: string; ingredients: string; cuisine_path: string }[]
  return rows.map(({ id, recipe_name: name, ingredients, cuisine_path }) => {
    if (!name) throw new PagekinError('usage', `recipes: received ${id} without a name, expected one`)
    return { id: String(id), name, ingredients, path: cuisine_path.split('/').filter(Boolean) }
  })
}
