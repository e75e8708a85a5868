// Which checks does the data speak for? Proposed from all that was brought, with room for what is a little different.
import type { Suggested } from '../core/checks.ts'
import type { Json } from '../core/json.ts'
import type { Profile } from '../core/profiles.ts'
import type { Watched } from '../core/verbs.ts'
import type { ViewVersion } from '../core/versions.ts'
import { viewsNamed } from './check.ts'
import { broughtIn } from './looked-at.ts'
import { profilesIn } from './profile.ts'
import { byKind, type DriftRoom, runsIn } from './room.ts'

/** Of a text with at most so many values, these are listed. */
const fewValues = 20
/** A list of values is worth writing where each occurs this often on average. */
const leastRepeats = 3

export const suggest = async (room: DriftRoom, names: readonly string[], watched: Watched): Promise<Suggested[]> => {
  const found: Suggested[] = []
  for (const view of viewsNamed(room, names)) found.push(...(await suggestOf(room, view, watched)))
  return found
}

const suggestOf = async (room: DriftRoom, view: ViewVersion, watched: Watched): Promise<Suggested[]> => {
  const history = room.historyOf(view)
  const runs = runsIn(history)
  const [features = []] = byKind(view.features)
  if (runs === null) return []
  watched.progress?.step(`${view.view}: profile`)
  const session = await room.store.session(watched.signal)
  try {
    const { registry } = room
    const looking = { history, features, all: registry.state().features, runs, name: `suggest_${view.id}` }
    const seen = await broughtIn(session, looking, watched)
    if (seen === null || seen.rows === 0) return []
    const single = features.filter(({ aggregate }) => aggregate?.categories == null)
    const profiles = await profilesIn(session, registry, seen, single)
    const proposed = profiles.flatMap(({ feature, profile }) => {
      const name = features.find(({ id }) => id === feature)?.name ?? ''
      const checks = checksFor(profile)
      return checks.length === 0 ? [] : [{ feature: name, checks }]
    })
    return [{ view: view.view, checks: [{ row_count: { min: 1 } }], features: proposed }]
  } finally {
    session.close()
  }
}

const checksFor = (profile: Profile): Json[] => {
  const { rows, nulls, distinct, kind } = profile
  const present = rows - nulls
  if (present === 0) return []
  return [
    nulls === 0 ? 'not_null' : { not_null: { max_share: slackShare(nulls / rows) } },
    ...(distinct === present && rows > fewValues && kind !== 'time' && isKeyLike(profile) ? ['unique'] : []),
    ...valuesFor(profile, present),
  ]
}

/** Distinct numbers with a fraction are a matter of chance. */
const isKeyLike = ({ type }: Profile): boolean => type === 'string' || type === 'int32' || type === 'int64'

const valuesFor = ({ kind, distinct, top, min, max, non_finite: endless }: Profile, present: number): Json[] => {
  if (kind === 'categorical') {
    const few = distinct !== null && distinct <= fewValues && distinct * leastRepeats <= present
    const values = top.map(({ value }) => value)
    const whole = values.length === distinct && values.every((it) => typeof it !== 'string' || it.length < 100)
    return few && whole && typeof values[0] === 'string' ? [{ accepted_values: values.toSorted() }] : []
  }
  // What is no number lies in no range.
  if (endless > 0) return []
  if (kind !== 'numeric' || (typeof min !== 'number' && typeof min !== 'bigint')) return []
  if (typeof max !== 'number' && typeof max !== 'bigint') return []
  const range = slackRange(Number(min), Number(max))
  return range.min <= Number(min) && Number(max) <= range.max ? [{ between: range }] : []
}

/** Half again as many nulls, and a point at least. */
const slackShare = (share: number): number => Math.min(1, Math.ceil(Math.max(share * 1.5, share + 0.01) * 100) / 100)

/** A tenth of the width beyond either end, in round numbers; what is never negative may not become so. */
export const slackRange = (min: number, max: number): { min: number; max: number } => {
  const width = max > min ? max - min : Math.abs(max) || 1
  const step = 10 ** Math.floor(Math.log10(width / 10))
  const digits = Math.max(0, -Math.floor(Math.log10(step)))
  const round = (value: number, up: boolean): number =>
    Number(((up ? Math.ceil : Math.floor)(Number((value / step).toPrecision(12))) * step).toFixed(Math.min(digits, 20)))
  const low = round(min - width / 10, false)
  return { min: min >= 0 && low < 0 ? 0 : low, max: round(max + width / 10, true) }
}
