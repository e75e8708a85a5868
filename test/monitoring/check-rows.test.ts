// Which rows did a check look at? Those that a run brought and all that answers today: neither result hides the other.
import { deepEqual, match } from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { fixedClock } from '../../src/core/clock.ts'
import { open, type Pintail } from '../../src/pintail.ts'
import { readChecks } from '../../src/tui/data/health.ts'
import { checkedRows, passedWords } from '../../src/tui/present/checked.ts'
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

it('a check of all rows does not hide what the last ingest brought', async () => {
  const counts = async () => (await pintail.health()).find(({ reference }) => reference === 'cardiac')?.checks
  const before = await counts()
  const { run, results } = await pintail.check({ views: [] })
  deepEqual(
    results.map(({ runs }) => runs),
    [null, null, null],
  )
  deepEqual(await counts(), before)
  const read = await readChecks(pintail, 'cardiac')
  deepEqual(read.run, run)
  deepEqual(
    read.results.map((one) => [one.outcome, one.wanted, checkedRows(one, one.run)]),
    [
      ['failed', 'between 0.5 and 1.1', 'all rows (distinct key and time)'],
      ['failed', 'between 0.5 and 1.1', 'the rows of run 9'],
      ['passed', 'at least 1 row', 'all rows (distinct key and time)'],
      ['passed', 'not null', 'all rows (distinct key and time)'],
      ['passed', 'at least 1 row', 'the rows of run 9'],
      ['passed', 'not null', 'the rows of run 9'],
    ],
  )
  match(passedWords(read.results), /^2 checks passed on all rows \(distinct key and time\), 2 on the rows of run 9$/)
})
it('of several runs the first and the last; of an older record the run', () => {
  deepEqual(
    ([[2, 8], [8, 8], null, undefined] as const).map((runs) => checkedRows(runs === undefined ? {} : { runs }, 8)),
    ['the rows of runs 2 to 8', 'the rows of run 8', 'all rows (distinct key and time)', 'run 8'],
  )
})
