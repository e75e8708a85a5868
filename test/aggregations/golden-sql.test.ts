// The SQL of a view's relation and of its fitted numbers, as text.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileRelation } from '../../src/aggregations/compile.ts'
import { fitQueries } from '../../src/aggregations/fitted.ts'
import { assertGolden } from '../support/golden.ts'
import { definitionsOf, heart, heartColumns } from '../support/heart.ts'
import { columnsOf, openWorkshop } from '../support/workshop.ts'

test('layers of the heart project', async () => {
  const workshop = await openWorkshop()
  try {
    await workshop.apply(definitionsOf(heart()), heartColumns)
    const { current, features } = workshop.registry.state()
    const view = current.views.get('cardiac') ?? assert.fail()
    const columns = columnsOf(heartColumns, 'visits')
    const asked = { rowSet: view.rowSet, columns, from: 'landed', wanted: view.features, all: features }
    assertGolden(
      'aggregations/relation.sql',
      compileRelation(asked)
        .map((it) => it.sql)
        .join(';\n'),
    )
    assertGolden(
      'aggregations/fit.sql',
      fitQueries(asked)
        .map((it) => it.sql)
        .join(';\n'),
    )
  } finally {
    workshop.close()
  }
})
