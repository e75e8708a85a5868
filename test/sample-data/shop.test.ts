// Does the sample shop draw the same bytes everywhere, and hold what its README promises?
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { known, type Row } from '../../sample-data/shop/delivery.ts'
import { drawShop, eventFiles, labelsText, type Shop } from '../../sample-data/shop/shop.ts'

const shop = drawShop()
const { rows, labels } = shop
const day = 86_400_000

const hashOf = (drawn: Shop): string => {
  const hash = createHash('sha256')
  for (const [path, content] of eventFiles(drawn)) hash.update(path).update(content)
  return hash.update(labelsText(drawn)).digest('hex')
}

test('one seed is one shop, to the byte; another seed is another', () => {
  assert.equal(hashOf(drawShop(60)), hashOf(shop))
  assert.notEqual(labelsText(drawShop(61)), labelsText(shop))
  const drawn = createHash('sha256').update(JSON.stringify(rows)).update(labelsText(shop)).digest('hex')
  assert.equal(drawn.slice(0, 16), '9ccac1d8d3825dcb')
})

const versions = Map.groupBy(rows, (row) => row.event_id)
const newest = [...versions.values()].map((of) => of.reduce((best, row) => (known(row) >= known(best) ? row : best)))

test('the counts in the README hold', () => {
  const counted = (is: (row: Row) => boolean): number => rows.filter(is).length
  const again = [...versions.values()].filter((of) => of.length > 1)
  assert.deepEqual(
    {
      rows: rows.length,
      events: versions.size,
      visitors: new Set(rows.map((row) => row.device_id).filter((id) => id !== null)).size,
      late: counted((row) => row.processed_time - row.event_time >= day / 24),
      again: again.length,
      twice: again.filter(([a, b]) => a?.updated_time === b?.updated_time).length,
      nobody: counted((row) => row.device_id === null),
      broken: counted((row) => [row.event_properties, row.source_properties].some((it) => it !== null && !parses(it))),
      labels: labels.length,
      bought: labels.filter(({ bought }) => bought).length,
    },
    {
      rows: 269_580,
      events: 259_612,
      visitors: 3000,
      late: 12_195,
      again: 9856,
      twice: 1339,
      nobody: 3804,
      broken: 3065,
      labels: 3000,
      bought: 465,
    },
  )
})

const parses = (text: string): boolean => {
  try {
    return JSON.parse(text) !== undefined
  } catch {
    return false
  }
}

test('no row is known before it happened, and a correction comes after what it corrects', () => {
  for (const row of rows) assert.ok(known(row) > row.event_time, row.event_id)
  for (const of of versions.values())
    for (const row of of) assert.ok(row.updated_time === null || row.updated_time > row.processed_time, row.event_id)
})

test('a label is what the visitor did in the week after it', () => {
  const purchases = newest.filter((row) => row.event_type === 'purchase')
  for (const { visitor, at, bought } of labels) {
    const within = purchases.some(
      (row) => row.device_id === visitor && row.event_time > at && row.event_time <= at + 7 * day,
    )
    assert.equal(bought, within, visitor)
  }
})

/** How often a buyer scores higher than another visitor; a tie is half. */
const separation = (scoreOf: (visitor: string, at: number) => number): number => {
  const scored = labels.map(({ visitor, at, bought }) => ({ score: scoreOf(visitor, at), bought }))
  const [yes, no] = [scored.filter((it) => it.bought), scored.filter((it) => !it.bought)]
  const won = yes.flatMap((a) => no.map((b) => (a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0)))
  return won.reduce((sum: number, it) => sum + it, 0) / won.length
}

test('what happened after the label tells much more than what happened before', () => {
  const clicks = Map.groupBy(
    newest.filter((row) => /"text":"(Cart|Checkout|Add to cart|Track order|Invoice)"/.test(row.event_properties ?? '')),
    (row) => row.device_id,
  )
  const near = (visitor: string, from: number, to: number): number =>
    clicks.get(visitor)?.filter((row) => row.event_time > from && row.event_time <= to).length ?? 0
  const honest = separation((visitor, at) => near(visitor, at - 7 * day, at))
  const leaky = separation((visitor, at) => near(visitor, at - 7 * day, at + 14 * day))
  assert.deepEqual([honest.toFixed(2), leaky.toFixed(2)], ['0.77', '0.95'])
})

test('an identify event from before the label says member of many, and of fewer as known at the label', () => {
  const identified = Map.groupBy(
    rows.filter((row) => row.event_type === 'identify'),
    (row) => row.device_id,
  )
  const members = (isKnown: (row: Row, at: number) => boolean): number =>
    labels.filter(({ visitor, at }) => {
      const seen = identified.get(visitor)?.filter((row) => row.event_time <= at && isKnown(row, at)) ?? []
      return seen.some((row) => row.event_properties?.includes('member'))
    }).length
  assert.deepEqual([members(() => true), members((row, at) => known(row) <= at)], [618, 318])
})
