// Which version of an event was known then? Where rows have an id, each holds from its created time until the next one's.
import { readParquet } from '../offline/offline-store.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { isFew, rowsOfKeys, sameKeys } from './asked.ts'
import { existing, historyRows, keyNames, type Reading, readingParameters } from './history-rows.ts'
import type { Known } from './known-at.ts'
import { type Matching, ttlParameter } from './match.ts'
import { stepName, tableOf } from './plan.ts'
import { naming } from './statement.ts'

export const knownVersionSteps = ({ question, asked, reading: asToday }: Matching): Known => {
  const { history } = question
  const reading: Reading = { ...asToday, rows: 'all' }
  const every = historyRows(reading) ?? ''
  const names = keyNames(history)
  const rows = isFew(asked, history) ? rowsOfKeys(every, names, asked) : every
  const matches = tableOf(question, 'matches')
  const sql = render('retrieval/known-versions', {
    matches,
    asked: asked.table,
    complete: [...asked.keys.map(quoteName), 'instant'].map((it) => `${it} IS NOT NULL`).join(' AND '),
    rows:
      history.hidden.length === 0
        ? `SELECT *, CAST(NULL AS BIGINT) AS until FROM (\n${rows}\n)`
        : render('retrieval/events-known-until', {
            rows,
            hidden: readParquet(history.hidden),
            existing: existing(reading),
          }),
    same_keys: sameKeys(names, asked.keys),
    young: question.ttl === null ? 'true' : 'epoch_us(instant) - epoch_us(newest.t) <= $ttl',
  })
  const parameters = naming(sql, { ...readingParameters(reading), ...ttlParameter(question) })
  return { steps: [{ name: stepName(question, 'find what was known'), sql, parameters }], matches, reading }
}
