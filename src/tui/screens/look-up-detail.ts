// What of one feature of the key? Its value on both sides in full, of when it is, and why they differ.
import type { LookedUpFeature } from '../data/look-up.ts'
import { explained } from '../present/agreement.ts'
import { facts } from '../present/facts.ts'
import { cell, type Line, line, rule } from '../present/lines.ts'
import type { Theme } from '../present/theme.ts'
import { age, instant } from '../present/words.ts'
import { statuses } from './look-up-columns.ts'

interface Around {
  readonly now: bigint
  readonly moved: bigint | null
  readonly width: number
  readonly theme: Theme
}

export const detailLines = (it: LookedUpFeature, around: Around): Line[] => {
  const { now, moved, width, theme } = around
  const status = it.status === null ? '' : statuses[it.status][0]
  const difference = explained(it, { now, moved })
  const lead = `${it.reference}, version ${it.version}${it.type === null ? '' : `, ${it.type}`}`
  return [
    rule(width, theme, lead),
    ...facts(
      [
        {
          name: 'online',
          value: it.online === null ? `null, ${status}` : `${it.online}   ${status === 'present' ? '' : status}`.trim(),
        },
        { name: '', value: onlineTimes(it, now) },
        { name: 'offline', value: it.agreement === 'unknown' ? 'no answer' : (it.offline ?? 'null') },
        { name: '', value: offlineTimes(it, now) },
      ],
      width,
      theme,
    ),
    ...(difference === null
      ? [line(cell('ok ', 'good'), cell(it.agreement === 'same' ? 'production and history say the same' : ''))].slice(
          it.agreement === 'same' ? 0 : 1,
        )
      : facts(
          [
            { name: 'why', value: difference.why, tone: 'warn' },
            { name: 'mend it', value: difference.fix ?? '', tone: 'accent' },
          ],
          width,
          theme,
        )),
  ]
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
