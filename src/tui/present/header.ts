// What does the first line say? Whose project, how everything in it does, and what time it is. What is wrong is never
// cut: where there is no room, what matters least is given up.
import { type FreshRead, freshAt, type HealthRead } from '../data/health.ts'
import type { RegistryRead } from '../data/registry.ts'
import { answerTo, type State } from '../state/state.ts'
import { type Cell, cell, type Line } from './lines.ts'
import { cut, safe, widthOf } from './text.ts'
import type { Theme } from './theme.ts'
import { counted, several } from './words.ts'

export const header = (state: State, theme: Theme): Line => {
  const right = ` ${clock(state)}`
  const room = state.size.columns - right.length
  const start = fitting(state, theme, room)
  const rest = room - widthOfCells(start)
  return { cells: [...start, cell(' '.repeat(Math.max(0, rest))), cell(right, 'dim')] }
}

const gap = cell('   ')

/** The first that fits of what could be said, the most first. */
const fitting = (state: State, { glyphs }: Theme, room: number): Cell[] => {
  const name = safe(state.project, glyphs.ascii)
  const project = cell(name, 'bold')
  const brand = [cell('pintail ', 'accent'), project]
  const { read, size, wrong } = told(state, glyphs.dot)
  const whole = wrong.flatMap((it) => [gap, ...it.cells])
  const readOnly = state.readonly === null ? [] : [gap, cell('read only', 'warn')]
  const brief = wrong.flatMap((it) => [gap, ...it.brief])
  const short = shortOf(wrong)
  const ways: readonly (readonly Cell[])[] = [
    [...brand, ...(size === '' ? [] : [gap, cell(size)]), ...whole, ...readOnly],
    [...brand, ...whole, ...readOnly],
    [project, ...whole, ...readOnly],
    [project, ...brief, ...readOnly],
    [...brand, ...short, ...readOnly],
    [project, ...short, ...readOnly],
  ]
  const found = ways.find((it) => widthOfCells(it) <= room)
  if (found) return [...found]
  const rest = [...short, ...(read ? readOnly : [])]
  return [cell(cut(name, Math.max(8, room - widthOfCells(rest)), glyphs.more), 'bold'), ...rest]
}

const widthOfCells = (cells: readonly Cell[]): number => cells.reduce((sum, { text }) => sum + widthOf(text), 0)

/** `drift 2 FAIL 1 WARN`. */
interface Wrong {
  readonly cells: readonly Cell[]
  /** The worst of it, without a number: `drift FAIL`. */
  readonly brief: readonly Cell[]
  readonly fail: number
  readonly warn: number
  readonly late: number
  /** Features that are to be materialized. */
  readonly missing: number
}

interface Told {
  readonly read: boolean
  /** How much there is. */
  readonly size: string
  readonly wrong: readonly Wrong[]
}

const told = (state: State, dot: string): Told => {
  const registry = answerTo(state, 'registry', '')
  if (registry.value === null)
    return {
      read: false,
      size: '',
      wrong: [said(registry.error === null ? cell('reading', 'dim') : cell('FAIL', 'bad'))],
    }
  const { views, features } = registry.value
  const size = `${several(views.length, 'view')} ${dot} ${several(features, 'feature')}`
  const health = answerTo(state, 'health', '')
  const freshness = answerTo(state, 'freshness', '')
  const runs = lastRuns(registry.value)
  const wrong = [
    ...(health.value === null ? [] : [driftOf(health.value), checksOf(health.value, registry.value)]),
    ...(freshness.value === null ? [] : freshnessOf(freshAt(freshness.value, state.now))),
    ...runs,
  ].filter((it) => it !== null)
  if (wrong.some((it) => sumOf(it) > 0)) return { read: true, size, wrong }
  const failed = health.error ?? freshness.error
  if (health.value === null || freshness.value === null)
    return {
      read: true,
      size,
      wrong: [...wrong, ...(failed === null ? [] : [said(cell('health is not known', 'warn'))])],
    }
  if (registry.value.ingested.size === 0)
    return { read: true, size, wrong: [...wrong, said(cell('no data yet', 'dim'))] }
  return { read: true, size, wrong: [...wrong, said(cell('all ok', 'good'))] }
}

type Counts = Pick<Wrong, 'fail' | 'warn' | 'late' | 'missing'>
const none: Counts = { fail: 0, warn: 0, late: 0, missing: 0 }

const sumOf = ({ fail, warn, late, missing }: Counts): number => fail + warn + late + missing

const said = (text: Cell): Wrong => ({ cells: [text], brief: [text], ...none })

const counts = (name: string, given: Partial<Counts>): Wrong | null => {
  const all = { ...none, ...given }
  if (sumOf(all) === 0) return null
  const start = cell(`${name} `, 'dim')
  return { cells: [start, ...countCells(all)], brief: [start, worstOf(all)], ...all }
}

const worstOf = ({ fail, late, warn }: Counts): Cell => {
  if (fail > 0) return cell('FAIL', 'bad')
  return late > 0 ? cell('LATE', 'bad') : cell(warn > 0 ? 'WARN' : 'MISSING', 'warn')
}

const countCells = ({ fail, warn, late, missing }: Counts): Cell[] =>
  [
    ...(fail > 0 ? [cell(`${counted(fail)} FAIL`, 'bad')] : []),
    ...(late > 0 ? [cell(`${counted(late)} LATE`, 'bad')] : []),
    ...(warn > 0 ? [cell(`${counted(warn)} WARN`, 'warn')] : []),
    ...(missing > 0 ? [cell(`${counted(missing)} MISSING`, 'warn')] : []),
  ].flatMap((it, at) => (at === 0 ? [it] : [cell(' '), it]))

/** All in one, where there is no room for each. */
const shortOf = (wrong: readonly Wrong[]): Cell[] => {
  const sum = (of: keyof Counts): number => wrong.reduce((all, it) => all + it[of], 0)
  const cells = countCells({ fail: sum('fail'), warn: sum('warn'), late: sum('late'), missing: sum('missing') })
  return cells.length > 0 ? [gap, ...cells] : wrong.flatMap((it) => [gap, ...it.cells])
}

/** Of the features that are compared, how many moved. */
const driftOf = (health: HealthRead): Wrong | null => {
  let [fail, warn] = [0, 0]
  for (const { reference, drift } of health.values())
    if (reference.includes(':')) {
      if (drift === 'fail') fail += 1
      if (drift === 'warn') warn += 1
    }
  return counts('drift', { fail, warn })
}

/** A view counts what its features fail too. */
const checksOf = (health: HealthRead, { views }: RegistryRead): Wrong | null => {
  const all = views.map(({ reference }) => health.get(reference)?.checks)
  const sum = (of: 'fail' | 'warn'): number => all.reduce((before, it) => before + (it?.[of] ?? 0), 0)
  return counts('checks', { fail: sum('fail'), warn: sum('warn') })
}

/** Views that are late, and features of any view that nobody has materialized. */
const freshnessOf = (fresh: FreshRead): (Wrong | null)[] => {
  const views = [...fresh].flatMap(([reference, it]) => (reference.includes(':') ? [] : [it]))
  const late = views.filter(({ kept }) => kept === false).length
  return [counts('freshness', { late }), counts('online', { missing: views.reduce((sum, it) => sum + it.missing, 0) })]
}

/** Of each kind the last one: what failed, and what is under way. */
const lastRuns = ({ last }: RegistryRead): Wrong[] => {
  return last.flatMap(({ kind, status }): Wrong[] => {
    if (status === 'running') return [said(cell(`${kind} running`, 'accent'))]
    if (status === 'done') return []
    const failed = cell('FAIL', 'bad')
    const cells = [cell(`last ${kind} `, 'dim'), failed]
    return [{ cells, brief: [cell(`${kind} `, 'dim'), failed], ...none, fail: 1 }]
  })
}

/** Hours and minutes of the day, UTC. */
const clock = ({ now }: State): string => {
  const minutes = Number((now / 60_000_000n) % 1440n)
  const two = (count: number): string => String(count).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)} UTC`
}
