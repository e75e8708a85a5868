// How have the figures of a feature gone? Its profiles of the newest runs, read from the registry alone.
import type { Micros } from '../core/clock.ts'
import type { CourseRequest, ProfileCourse, ProfilePoint } from '../core/courses.ts'
import { profileKinds } from '../core/profiles.ts'
import { formatPart } from '../core/references.ts'
import type { Registry } from '../registry/registry.ts'
import { thingNamed } from '../registry/thing.ts'
import { render } from '../sql/render.ts'

interface Row {
  readonly run: bigint
  readonly member: string
  readonly at: Micros
  readonly said: string
}

/** A course each category; none where no run has profiled it. */
export const profileCourse = (registry: Registry, { reference, limit }: CourseRequest): ProfileCourse[] => {
  const thing = thingNamed(registry, reference)
  if (thing.kind !== 'feature') return []
  const { feature, category } = thing.member
  const rows = registry.database
    .prepare<unknown[], Row>(render('registry/profile-course'))
    .all({ feature: feature.id, member: category, limit })
  return [...Map.groupBy(rows, (row) => row.member)].map(([member, found]) => {
    const points = found.map(pointOf)
    const name = formatPart({ feature: feature.name, category: member === '' ? null : member })
    return {
      feature: `${feature.view}:${name}`,
      version: feature.version,
      kind: points.at(-1)?.kind ?? 'other',
      points: points.map((it) => it.point),
    }
  })
}

const pointOf = ({ run, at, said }: Row): { readonly kind: ProfileCourse['kind']; readonly point: ProfilePoint } => {
  const read: unknown = JSON.parse(said)
  const [kind, of, rows, nulls, nonFinite, distinct, mean, median, value, times, runs] = Array.isArray(read) ? read : []
  return {
    kind: profileKinds.find((it) => it === kind) ?? 'other',
    point: {
      run: Number(run),
      at,
      of: of === 'answers' ? 'answers' : 'rows',
      runs: Array.isArray(runs) ? [Number(runs[0]), Number(runs[1])] : null,
      rows: numberOf(rows) ?? 0,
      nulls: numberOf(nulls) ?? 0,
      non_finite: numberOf(nonFinite) ?? 0,
      distinct: numberOf(distinct),
      mean: numberOf(mean),
      median: numberOf(median),
      top: value === null || value === undefined ? null : { value: String(value), rows: numberOf(times) ?? 0 },
    },
  }
}

const numberOf = (it: unknown): number | null => (typeof it === 'number' ? it : null)
