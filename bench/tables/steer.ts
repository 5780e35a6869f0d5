import {
  attainable,
  ignoredField,
  otherFabrics,
  plainSimilar,
  type Question,
  type Setting,
  sameAspect,
  sharesOf,
  steeredSimilar,
  unwantedIngredients,
} from '../steer.js'

/**
 * `npm run bench -- steer [recipes] [director] [cast] [clothes] [ignore-flipkart] [ignore-bestbuy] [ignore-films] [--words] [--dev]`: what similar items are that were steered. All, or those named.
 *
 * 1. Recipes that have something, without it: right names none of it, related has the same end of the path.
 * 2. Films of the same director. 3. Films of the same cast.
 * 4. Clothes of the same kind in another fabric, which only prose tells.
 * 5. Items whatever their brand or director: right has another.
 *
 * Words alone with `--words`; the test half, or with `--dev` the half that constants are chosen on.
 */
const given = process.argv.slice(2)
const setting: Setting = { half: given.includes('--dev') ? 'dev' : 'test', byWords: given.includes('--words') }
const TASKS: Readonly<Record<string, () => Promise<Question[]>>> = {
  recipes: () => unwantedIngredients(setting),
  director: () => sameAspect(setting, 'director'),
  cast: () => sameAspect(setting, 'cast'),
  clothes: () => otherFabrics(setting),
  'ignore-flipkart': () => ignoredField(setting, 'flipkart'),
  'ignore-bestbuy': () => ignoredField(setting, 'bestbuy'),
  'ignore-films': () => ignoredField(setting, 'films'),
}
const named = Object.keys(TASKS).filter((name) => given.includes(name))
const mean = (values: readonly number[]) => (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3)
for (const name of named.length > 0 ? named : Object.keys(TASKS)) {
  const questions = await TASKS[name]!()
  const [plain, steered] = [sharesOf(questions, plainSimilar), sharesOf(questions, steeredSimilar)]
  console.log(
    `${name.padEnd(15)} ${String(questions.length).padStart(4)} questions   right@10 ${mean(plain.right)} -> ${mean(steered.right)}   related@10 ${mean(plain.related)} -> ${mean(steered.related)}, attainable ${mean(attainable(questions))}`,
  )
}
