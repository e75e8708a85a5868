// What do aggregations give for each row asked about? Passes over the events, put together into one answer.
import type { Part } from '../aggregations/reductions.ts'
import { engineType } from '../core/values.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { type Asked, isFew } from './asked.ts'
import { type Cell, type Demand, demandOf, finished, inputsOf, reductionOfCell, type Vocabulary } from './cells.ts'
import { isLate } from './event-reading.ts'
import { withFormulas } from './formulas.ts'
import { type Plan, stepName, tableOf } from './plan.ts'
import type { Statement } from './statement.ts'
import { joinPass, type Pass } from './window-join.ts'
import { isBucketed, type Load, partsFor, plannedPasses } from './window-plan.ts'
import { tilesPass } from './window-tiles.ts'
import type { WindowQuestion, WindowWork } from './window-work.ts'

/** `answer` gives `rid, f0, f1…`, raw, for each row asked about that has a complete key and an instant. */
export const windowsAsOf = (question: WindowQuestion, asked: Asked): Plan => {
  const demand = demandOf(question.name, question.features, question.all ?? new Map())
  const passes = passesOf(workOf(question, asked), demand.cells)
  return {
    steps: [...demand.vocabularies.map((it) => vocabularyStep(question, it)), ...passes.flatMap((pass) => pass.steps)],
    answer: withFormulas(question.features, question.all ?? new Map(), demand, answerOf(asked, demand, passes)),
    matches: null,
  }
}

const vocabularyStep = (question: WindowQuestion, { codes, names }: Vocabulary): Statement => ({
  name: stepName(question, 'categories'),
  sql: render('retrieval/codes', { codes }),
  parameters: { vocabulary: JSON.stringify(names) },
})

const workOf = (question: WindowQuestion, asked: Asked): WindowWork => ({
  question,
  asked,
  readingOf: (cells, back) => {
    const { history, lastRun, all = new Map() } = question
    const inputs = inputsOf(cells)
    const known = isKnown(question)
    const unbounded = back === null || asked.earliest === null || isLate({ inputs })
    return {
      history,
      bounds: {
        earliest: unbounded || asked.earliest - back < firstInstant ? null : asked.earliest - back,
        latest: asked.latest,
        exact: false,
      },
      lastRun,
      known,
      inputs,
      all,
      keysOf: isFew(asked, history) ? asked : null,
    }
  },
  partsFor: (cells) => partsFor(cells, loadOf(question, asked)),
  isBucketed: (back) => isBucketed(back, loadOf(question, asked)),
})

/** The engine's first timestamp. */
const firstInstant = -(2n ** 63n) + 2n

const passesOf = (work: WindowWork, cells: readonly Cell[]): Pass[] => {
  const { question, asked } = work
  const planned = plannedPasses(cells, loadOf(question, asked))
  return planned.map((pass, i) => {
    const table = tableOf(question, `w${i}`)
    return pass.kind === 'tiles' ? tilesPass(work, pass.cells, table, pass.width) : joinPass(work, pass.cells, table)
  })
}

const loadOf = (question: WindowQuestion, asked: Asked): Load => ({
  history: question.history,
  rows: asked.rows,
  eventsPerKey: question.eventsPerKey ?? null,
  canTile: (cell) => !isKnown(question) && partsOfCell(cell, question.exactSums).every((part) => part.merge !== null),
  keeps: (cell) => partsOfCell(cell, question.exactSums).some((part) => part.keeps === true),
  forced: question.windowPlan ?? null,
})

/** What was known differs from instant to instant, so nothing can be put together before. */
const isKnown = ({ knownAt, history }: WindowQuestion): boolean => knownAt && history.rowSet.created !== null

const partsOfCell = (cell: Cell, exact: boolean): readonly Part[] =>
  reductionOfCell(cell, { value: cell.of === null ? null : 'v', time: 't', order: 'ord' }, exact).parts

const answerOf = (asked: Asked, { cells }: Demand, passes: readonly Pass[]): string => {
  const complete = [...asked.keys.map(quoteName), 'instant'].map((it) => `${it} IS NOT NULL`).join(' AND ')
  const columns = new Map<Cell, string>()
  const joins = passes.map((pass, i) => {
    const name = `w${i}`
    const column = (it: string): string => `${pass.byCategory ? 'found' : name}.${it}`
    const values = pass.computed.map(({ cell, reduction, columns: parts }) => ({
      cell,
      sql: finished(cell, reduction, parts.map(column), 'asked."at"'),
    }))
    if (!pass.byCategory) {
      for (const { cell, sql } of values) columns.set(cell, sql)
      return render('retrieval/window-part', { table: pass.table, name })
    }
    for (const { cell } of values) columns.set(cell, mapOf(cell, `${name}.${cell.name}`))
    const maps = values.map(({ cell, sql }) => `map_from_entries(list({k: found.code, v: ${sql}})) AS ${cell.name}`)
    return render('retrieval/category-maps', { maps: maps.join(', '), table: pass.table, asked: asked.table, name })
  })
  const texts = cells.flatMap((cell) => (cell.asCode === null ? [] : [{ cell, codes: cell.asCode }]))
  const coded = texts.map(({ cell, codes }, i) => {
    const text = columns.get(cell) ?? ''
    columns.set(cell, `CASE WHEN ${text} IS NOT NULL THEN coalesce(o${i}.code, ${codes.names.length}) END`)
    return `LEFT JOIN ${codes.codes} AS o${i} ON o${i}.name = ${text}`
  })
  return render('retrieval/window-answer', {
    columns: ['asked.rid', ...cells.map((cell) => `${columns.get(cell)} AS ${cell.name}`)].join(', '),
    asked: asked.table,
    complete,
    joins: [...joins, ...coded].join('\n'),
  })
}

/** No event of any category is an empty map, not an unknown one. */
const mapOf = (cell: Cell, map: string): string =>
  `coalesce(${map}, CAST(MAP {} AS MAP(INTEGER, ${engineType(cell.type)})))`
