// Does an input that waits for a question know the columns it reads by their own names?
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { shop, shopColumns } from '../support/shop.ts'
import { openWorkshop, type Workshop } from '../support/workshop.ts'

let workshop: Workshop
before(async () => {
  workshop = await openWorkshop()
})
after(() => workshop.close())

test('each is another input, whose expression is the column', async () => {
  const x = { aggregate: 'median', of: 'gap', where: `"Page Title" = 'a' AND shout = 'B'` }
  const shouts = { aggregate: 'countDistinct', of: ' (SHOUT) -- the same' }
  await workshop.apply(shop({ shouts, x }), shopColumns)
  const { features } = workshop.registry.state()
  const late = [...features.values()].find((it) => it.kind === 'late')
  assert.deepEqual(
    late?.uses.map(({ name, id }) => [name, features.get(id)?.kind, features.get(id)?.expression]).sort(),
    [
      ['Page Title', 'input', '"Page Title"'],
      ['shout', 'input', '"shout"'],
    ],
  )
})
