// How is a plan shown? A line a change: + new, ~ changed, - retired, with its versions and why.
import type { Change, Plan } from '../../core/verbs.ts'
import { several } from '../quantities.ts'
import { type Sheet, sheetOf } from '../sheet.ts'
import type { Paint, Tone } from '../style.ts'
import { aligned } from './columns.ts'

const signs: Readonly<Record<Change['action'], readonly [string, Tone]>> = {
  new: ['+', 'green'],
  restored: ['+', 'green'],
  changed: ['~', 'yellow'],
  described: ['~', 'dim'],
  retired: ['-', 'red'],
}

const order: readonly Change['action'][] = ['new', 'restored', 'changed', 'described', 'retired']

export const planLines = (plan: Plan, paint: Paint): string[] =>
  plan.changes.length === 0 ? [unchanged] : [...changeLines(plan, paint), '', summary(plan)]

export const appliedLines = (plan: Plan, paint: Paint): string[] =>
  plan.changes.length === 0
    ? [unchanged]
    : [...changeLines(plan, paint), '', paint('green', `applied: ${summary(plan)}`)]

const unchanged = 'nothing to apply: the definitions are as recorded'

const changeLines = ({ changes }: Plan, paint: Paint): string[] =>
  aligned(
    changes.map((change) => {
      const [sign, tone] = signs[change.action]
      const why = reasons(change).join(', ')
      return [paint(tone, sign), change.kind, change.name, paint(tone, versions(change)), paint('dim', why)]
    }),
  )

const summary = ({ changes, affected }: Plan): string =>
  affected.length === 0 ? tally(changes) : `${tally(changes)}; answers change for ${affected.join(', ')}`

/** `9 new, 1 changed, 2 retired`. */
export const tally = (changes: readonly Change[]): string =>
  order
    .map((action) => ({ action, count: changes.filter((change) => change.action === action).length }))
    .filter(({ count }) => count > 0)
    .map(({ action, count }) => `${count} ${action}`)
    .join(', ')

/** What has versions shows them; an entity and a source have none. */
const versions = ({ action, from, to }: Change): string => {
  if (from !== null && to !== null && from !== to) return `v${from} → v${to}`
  const version = to ?? from
  return version === null || action === 'described' ? '' : `v${version}`
}

const reasons = ({ action, why }: Change): readonly string[] => {
  if (action === 'restored') return ['as it was before', ...why]
  if (why.length > 0) return why
  if (action === 'retired') return ['no longer declared']
  return action === 'described' ? ['description'] : []
}

export const planSheet = ({ changes }: Plan): Sheet =>
  sheetOf(
    changes.map((change) => ({ ...change })),
    ['kind', 'name', 'action', 'from', 'to', 'why'],
  )

export const retired = ({ changes }: Plan): readonly Change[] => changes.filter(({ action }) => action === 'retired')

export const retirementQuestion = (plan: Plan): string => {
  const gone = retired(plan)
  const names = gone.slice(0, 3).map(({ kind, name }) => `${kind} ${name}`)
  const more = gone.length > names.length ? ` and ${gone.length - names.length} more` : ''
  return `Apply retires ${several(gone.length, 'definition')}: ${names.join(', ')}${more}.`
}
