// What of one feature of the key? Why both sides differ and what mends it, then each value in full and of when it is.
import type { LookedUpFeature } from '../data/look-up.ts'
import { type Explained, explained, pastWords } from '../present/agreement.ts'
import { type Fact, facts } from '../present/facts.ts'
import { beside, cell, type Line, line, rule } from '../present/lines.ts'
import type { Theme } from '../present/theme.ts'
import { age, instant } from '../present/words.ts'
import { statuses } from './look-up-columns.ts'

export interface Around {
  readonly now: bigint
  /** All that was looked up. */
  readonly all: readonly LookedUpFeature[]
  readonly width: number
  readonly theme: Theme
}

export const detailLines = (it: LookedUpFeature, around: Around): Line[] => {
  const { width, theme } = around
  const readBy = it.readBy.length === 0 ? '' : `, read by ${it.readBy.join(', ')}`
  const lead = `${it.view}:${it.name.split('@')[0]}, version ${it.version}${it.type === null ? '' : `, ${it.type}`}${readBy}`
  return [rule(width, theme, lead), ...whyLines(it, around), ...sideLines(it, around)]
}

/** What matters most, where there is room for nothing else. */
export const whyLines = (it: LookedUpFeature, around: Around): Line[] => {
  const { width, theme } = around
  const difference = whyOf(it, around)
  if (difference === null)
    return it.agreement === 'same' ? [line(cell('ok ', 'good'), cell('production and history say the same'))] : []
  return facts(
    [
      { name: 'why', value: difference.why, tone: 'warn' },
      { name: 'mend it', value: difference.fix ?? '', tone: 'accent' },
    ],
    width,
    theme,
  )
}

const whyOf = (it: LookedUpFeature, { now, all }: Around): Explained | null => {
  const others = all.filter(
    (one) => one.readBy.length > 0 && one.view === it.view && one.name.startsWith(`${it.name}@`),
  )
  return explained(it, now, others)
}

/** From so many columns on, one beside the other. */
const wide = 120

const sideLines = (it: LookedUpFeature, { now, width, theme }: Around): Line[] => {
  const status = it.status === null || it.status === 'PRESENT' ? '' : statusWords(it)
  const online: readonly Fact[] = [
    { name: 'then', value: pastWords(it) ?? '', tone: it.past?.isSame === false ? 'warn' : 'plain' },
    { name: 'online', value: it.online === null ? `null, ${status}` : [it.online, status].filter(Boolean).join(', ') },
    { name: '', value: onlineTimes(it, now) },
  ]
  const offline: readonly Fact[] = [
    { name: 'offline', value: it.agreement === 'unknown' ? 'no answer' : (it.offline ?? 'null') },
    { name: '', value: offlineTimes(it, now) },
  ]
  if (width < wide) return facts([...online, ...offline], width, theme)
  const left = Math.floor((width - 3) / 2)
  const widths = [left, width - 3 - left] as const
  return beside(facts(online, widths[0], theme), facts(offline, widths[1], theme), widths, theme)
}

/** Of all others that differ, why: who differs for the same reason stands together. */
export const otherLines = (features: readonly LookedUpFeature[], selected: string, around: Around): Line[] => {
  const { width, theme } = around
  const reasons = new Map<string, { readonly fix: string | null; readonly names: string[] }>()
  for (const it of features) {
    const difference = it.reference === selected ? null : whyOf(it, around)
    if (difference === null) continue
    const { why, fix } = difference
    const { names } = reasons.get(why) ?? { names: [] }
    reasons.set(why, { fix, names: [...names, it.name] })
  }
  if (reasons.size === 0) return []
  const told = [...reasons].flatMap(([why, { fix, names }]): Fact[] => [
    { name: 'differ', value: names.join(', ') },
    { name: 'why', value: why, tone: 'warn' },
    { name: 'mend it', value: fix ?? '', tone: 'accent' },
  ])
  return [rule(width, theme, 'the others that differ'), ...facts(told, width, theme)]
}

/** Why a value is answered though no row of the key has it. */
const statusWords = (it: LookedUpFeature): string => {
  if (it.status === null) return ''
  const word = it.known === null ? 'MISSING' : statuses[it.status][0]
  if (it.online === null) return word
  return it.isAggregated && it.status === 'NOT_FOUND'
    ? `${word}: what a key without events has`
    : `${word}: the default of its definition`
}

const when = (at: bigint, now: bigint): string => `${instant(at)} UTC, ${age(at, now)}`

const onlineTimes = ({ time, known, isAggregated }: LookedUpFeature, now: bigint): string => {
  if (known === null) return 'not materialized'
  const written = `written by the materialize ${age(known.until, now)}`
  if (time === null) return `no row; ${written}`
  return isAggregated ? `as of ${when(time, now)}` : `event of ${when(time, now)}; ${written}`
}

const offlineTimes = ({ row, at, newest, isAggregated }: LookedUpFeature, now: bigint): string => {
  if (isAggregated) return `as of ${at === now ? 'now' : when(at, now)}`
  if (row === null)
    return newest === null ? 'no row by then' : `the newest row, of ${when(newest, now)}, is older than ttl`
  const known = row.created === null ? '' : `; known since ${instant(row.created)}`
  return `event of ${when(row.eventTime, now)}${known}; landed by run ${row.run}`
}
