// Law: whatever lands, is materialized, whole or in part, as of now or earlier, and however late it is read, verify finds
// online to be what the history says as of what online has read; and after a full materialize, as of now.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VerifyReport } from '../../src/core/parity.ts'
import type { MaterializeRequest } from '../../src/core/verbs.ts'
import { type Patients, patients } from '../monitoring/patients.ts'

const day = 86_400_000_000n

/** Numbers that are the same every time. */
const seeded = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return Math.floor((state / 0x80000000) * below)
  }
}

const two = (n: number): string => String(n).padStart(2, '0')

/** A few rows of few keys, times and sexes, so that ties and corrections come up. */
const someRows = (below: (most: number) => number): string[] =>
  Array.from({ length: 1 + below(4) }, () => {
    const [at, seen] = [`2026-03-${two(1 + below(28))}T0${below(3)}:00:00Z`, `2026-03-${two(1 + below(28))}T00:00:00Z`]
    const chol = below(4) === 0 ? '' : below(300) + 0.1
    return `${1 + below(6)},${at},${seen},${below(90)},${chol},${['f', 'm', 'x', ''][below(4)]}`
  })

const everything: MaterializeRequest = { views: [], features: [], mode: 'incremental', until: null }
const single = ['cardiac:age', 'behaviour:visits_7d', 'behaviour:by_sex']

const step = async (it: Patients, below: (most: number) => number): Promise<string> => {
  const mode = below(2) === 0 ? 'full' : 'incremental'
  switch (below(5)) {
    case 0:
    case 1:
      await it.land(...someRows(below))
      return 'rows landed'
    case 2:
      it.clock.now += BigInt(below(5)) * day + BigInt(below(3_600)) * 1_000_000n
      return 'time passed'
    case 3:
      await it.pintail.materialize({ ...everything, features: single.slice(below(3)).slice(0, 1), mode })
      return 'a feature materialized'
    default: {
      const until = it.clock.now - BigInt(below(4)) * day
      await it.pintail.materialize({ ...everything, views: ['behaviour'], mode: 'full', until })
      return 'a view materialized as of earlier'
    }
  }
}

const wrong = ({ different, missing, extra }: VerifyReport): number => different + missing + extra

test('online is what the history says, as of what it has read', async (t) => {
  const it = await patients(t)
  const below = seeded(20_260_310)
  const steps: string[] = []
  for (let n = 0; n < 10; n += 1) {
    steps.push(await step(it, below))
    const { cardiac, behaviour } = await it.verify()
    assert.deepEqual([wrong(cardiac), wrong(behaviour)], [0, 0], steps.join(', '))
  }
  await it.pintail.materialize({ ...everything, mode: 'full' })
  const { cardiac, behaviour } = await it.verify({ strict: true })
  assert.deepEqual([wrong(cardiac), wrong(behaviour), cardiac.behind, behaviour.behind], [0, 0, 0, 0])
})
