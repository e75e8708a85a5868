// Of many mistakes in one view, which are told at once?
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { edited, heartColumns, withFeature, withSource } from '../support/heart.ts'
import { openWorkshop, problemsOf, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
before(async () => {
  workshop = await openWorkshop()
})
after(() => workshop.close())

const mistakes: Readonly<Record<string, string>> = {
  a: 'nowhere + 1',
  b: 'age +',
  c: 'random()',
  d: 'nofunction(age)',
  e: "error('boom')",
  f: 'min(age) OVER ()',
  g: "age + 'text'::DATE + [1]",
  h: 'h + 1',
  i: 'j + 1',
  j: 'i + 1',
  k: 'j + f',
  l: 'unnest([age])',
}

test('all that can be told on its own, circles among them; what is made of a mistake is left out', async () => {
  const found = await problemsOf(() =>
    workshop.analyse(
      edited((it) => Object.entries(mistakes).reduce((heart, [name, sql]) => withFeature(name, sql)(heart), it)),
      heartColumns,
    ),
  )
  const at = (name: string) => found.find((problem) => problem.at?.file.endsWith(`cardiac.features.${name}`))
  assert.deepEqual(
    Object.keys(mistakes).map((name) => `${name} ${at(name)?.code}`),
    [
      'a unknown_column',
      'b bad_expression',
      'c volatile_expression',
      'd bad_expression',
      'e bad_expression',
      'f batch_relative_expression',
      'g bad_type',
      'h circular_feature',
      'i circular_feature',
      'j undefined',
      'k undefined',
      'l bad_expression',
    ],
  )
  assert.match(at('h')?.message ?? '', /h → h/)
  assert.match(at('i')?.message ?? '', /i → j → i/)
})

test('the columns that are listed are columns, not features', async () => {
  const [problem] = await problemsOf(() =>
    workshop.analyse(
      edited((it) => withFeature('x', 'zzzzzzzz')(withFeature('a_feature', 'age')(it))),
      heartColumns,
    ),
  )
  assert.match(problem?.fix ?? '', /its columns are /)
  assert.doesNotMatch(problem?.fix ?? '', /a_feature/)
})

test('what stops the run is told as that', async () => {
  const [problem] = await problemsOf(() => workshop.analyse(edited(withFeature('x', "error('boom')")), heartColumns))
  assert.match(problem?.message ?? '', /would stop the whole run/)
  assert.match(problem?.fix ?? '', /CASE WHEN/)
})

test('two circles of derived columns are two problems', async () => {
  const sql = (text: string) => ({ sql: text })
  const columns = { p: sql('q'), q: sql('p'), r: sql('s'), s: sql('r'), fine: sql('age + 1') }
  const found = await problemsOf(() => workshop.analyse(edited(withSource({ columns })), heartColumns))
  assert.deepEqual(
    found.map(({ message }) => /: (.*)/.exec(message)?.[1]),
    ['p → q → p', 'r → s → r'],
  )
})
