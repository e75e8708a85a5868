// Is an answer that a write overtook asked once more, and do heavy questions wait until nobody types?
import { deepEqual, equal, ok } from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Askers, type Asking, asking } from '../../src/tui/data/asking.ts'
import { isHeavy, noPatience, patient } from '../../src/tui/data/patience.ts'
import type { Question } from '../../src/tui/state/state.ts'

const nothing = async (): Promise<never> => {
  throw new Error('nobody asks this')
}

const nobody: Askers = {
  ...{ registry: nothing, thing: nothing, lookup: nothing, keys: nothing, diff: nothing, drift: nothing },
  ...{ drifted: nothing, course: nothing, lineage: nothing, runs: nothing, health: nothing, checks: nothing },
  ...{ serving: nothing, freshness: nothing, coverage: nothing, stats: nothing, run: nothing, baselines: nothing },
}

interface Reads {
  readonly questions: Asking
  readonly told: unknown[]
  readonly asked: PromiseWithResolvers<void>[]
}

/** Answers with the number of the reading, when the test lets it. */
const reads = (): Reads => {
  const told: unknown[] = []
  const asked: PromiseWithResolvers<void>[] = []
  const questions = asking({
    askers: {
      ...nobody,
      freshness: async () => {
        const gate = Promise.withResolvers<void>()
        asked.push(gate)
        await gate.promise
        return { views: [] }
      },
    },
    now: () => 0n,
    tell: ({ value }) => told.push(value),
    patience: noPatience,
  })
  return { questions, told, asked }
}

const freshness = { kind: 'freshness', id: '' } as const
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a write while an answer is on its way', () => {
  it('that answer is shown, and asked once more', async () => {
    const { questions, told, asked } = reads()
    questions.want([freshness])
    questions.renew()
    questions.renew()
    equal(asked.length, 1)
    asked[0]?.resolve()
    await turn()
    deepEqual([told.length, asked.length], [1, 2])
    asked[1]?.resolve()
    await questions.settled()
    deepEqual([told.length, asked.length], [2, 2])
  })
  it('nobody looks any more: it is not', async () => {
    const { questions, told, asked } = reads()
    questions.want([freshness])
    questions.renew()
    questions.want([])
    asked[0]?.resolve()
    await turn()
    deepEqual([told.length, asked.length], [0, 1])
  })
})

describe('what failed', () => {
  const failing = () => {
    let isBroken = true
    let asked = 0
    const told: (string | null)[] = []
    const questions = asking({
      askers: {
        ...nobody,
        freshness: async () => {
          asked += 1
          if (isBroken) throw new Error('online.db is gone')
          return { views: [] }
        },
      },
      now: () => 0n,
      tell: ({ error }) => told.push(error),
      patience: noPatience,
    })
    const mend = (): void => {
      isBroken = false
    }
    return { questions, told, mend, asked: () => asked }
  }
  it('is asked again when it is wanted again', async () => {
    const { questions, told, mend } = failing()
    questions.want([freshness])
    await questions.settled()
    questions.want([freshness])
    await questions.settled()
    deepEqual(told, ['online.db is gone'])
    mend()
    questions.want([])
    questions.want([freshness])
    await questions.settled()
    deepEqual(told, ['online.db is gone', null])
  })
  it('is asked again while it is looked at, ever more seldom, until it is answered', async () => {
    const { questions, told, mend, asked } = failing()
    questions.want([freshness])
    await questions.settled()
    const counts: number[] = []
    for (let i = 0; i < 15; i++) {
      questions.retry()
      await questions.settled()
      counts.push(asked())
    }
    deepEqual(counts, [2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5])
    mend()
    for (let i = 0; i < 40; i++) {
      questions.retry()
      await questions.settled()
    }
    deepEqual([asked(), told.at(-1)], [6, null])
  })
})

describe('patience', () => {
  const coverage: Question = { kind: 'coverage', id: 'cardiac' }
  const health: Question = { kind: 'health', id: '' }
  const cases: readonly (readonly [Question, boolean])[] = [
    [coverage, true],
    [health, false],
    [{ kind: 'diff', id: '["cardiac:age",null,null,false]' }, false],
    [{ kind: 'diff', id: '["cardiac:age",null,null,true]' }, true],
  ]
  for (const [question, expected] of cases)
    it(`${question.kind} ${question.id} is ${expected ? 'heavy' : 'light'}`, () => equal(isHeavy(question), expected))

  it('what is heavy waits for a pause in typing, all else for a held key only, and for nothing at first', () => {
    let now = 1000
    let isBegun = false
    const patience = patient(
      () => isBegun,
      () => now,
    )
    deepEqual([patience.left(health, now), patience.left(coverage, now)], [0, 300])
    isBegun = true
    deepEqual([patience.left(health, now), patience.left(coverage, now)], [25, 300])
    now += 250
    patience.pressed()
    now += 25
    deepEqual([patience.left(health, 1250), patience.left(coverage, 1000)], [0, 275])
    now += 275
    equal(patience.left(coverage, 1000), 0)
  })
  it('one frame waits for nothing', () => ok(noPatience.left(coverage, 0) === 0))
})
