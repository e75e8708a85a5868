// How each view and feature does, in few words: what the newest runs recorded, from a project that has a history.
import { deepEqual } from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { fixedClock } from '../../src/core/clock.ts'
import type { Health } from '../../src/core/watching.ts'
import { open, type Pintail } from '../../src/pintail.ts'
import { makeHistory, noon, removeHistory } from '../tui/clinic.ts'

let project = ''
let pintail: Pintail
before(async () => {
  project = await makeHistory()
  pintail = await open(project, { clock: fixedClock(noon) })
})
after(async () => {
  await pintail.close()
  removeHistory(project)
})

const of = async (reference: string): Promise<Health | undefined> =>
  (await pintail.health()).find((it) => it.reference === reference)

it('a view is as bad as its worst feature, and counts all checks', async () => {
  const [report] = pintail.recordedDrift({ view: 'cardiac', run: null })
  const [checked] = await pintail.recordedChecks({ view: 'cardiac', run: null })
  const failing = checked?.results.filter(({ outcome }) => outcome !== 'passed') ?? []
  deepEqual(await of('cardiac'), {
    reference: 'cardiac',
    drift: report?.verdict,
    checks: {
      passed: (checked?.results.length ?? 0) - failing.length,
      warn: failing.filter(({ severity }) => severity === 'warn').length,
      fail: failing.filter(({ severity }) => severity === 'fail').length,
    },
  })
})
it('a feature has its own', async () =>
  deepEqual(await of('cardiac:max_heart_rate_ratio'), {
    reference: 'cardiac:max_heart_rate_ratio',
    drift: 'ok',
    checks: { passed: 1, warn: 1, fail: 0 },
  }))
it('what has no checks has none', async () =>
  deepEqual(await of('cardiac:cholesterol_risk_score'), {
    reference: 'cardiac:cholesterol_risk_score',
    drift: 'fail',
    checks: { passed: 0, warn: 0, fail: 0 },
  }))
