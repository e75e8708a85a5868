// How do matched rows get their values? Fetched by place, so that the join before carries three narrow columns only.

import { engineType } from '../core/values.ts'
import { columnOf, type FeatureVersion } from '../core/versions.ts'
import { quoteName, quoteText } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { identitiesOf, type Placed } from './history-rows.ts'

/** A column to fetch: of the identities, or of one feature version. */
interface Fetched {
  readonly name: string
  readonly type: string
  readonly feature: FeatureVersion | null
}

const identityTypes = { created: 'TIMESTAMP', row_id: 'BIGINT' } as const

/** Gives `carried` columns of the matches, then the wanted identities, then `f0…` for the features. */
export const lateValues = (
  matches: string,
  segments: readonly Placed[],
  wanted: {
    readonly carried: readonly string[]
    readonly identities: readonly (keyof typeof identityTypes)[]
    readonly features: readonly FeatureVersion[]
  },
): string => {
  const fetched: Fetched[] = [
    ...wanted.identities.map((name) => ({ name, type: identityTypes[name], feature: null })),
    ...wanted.features.map((feature, i) => ({ name: `f${i}`, type: engineType(feature.type), feature })),
  ]
  const groups = groupsOf(fetched, segments)
  return render('retrieval/values', {
    columns: [...wanted.carried.map((name) => `matches.${name}`), ...fetched.map((column) => column.name)].join(', '),
    matches,
    joins: groups.map((group, i) => columnGroup(group, segments, `g${i}`)).join('\n'),
  })
}

/** Columns that share a file in every segment are read together. */
const groupsOf = (fetched: readonly Fetched[], segments: readonly Placed[]): Fetched[][] => {
  const groups = new Map<string, Fetched[]>()
  for (const column of fetched) {
    const files = JSON.stringify(segments.map((it) => fileOf(it, column)))
    groups.set(files, [...(groups.get(files) ?? []), column])
  }
  return [...groups.values()]
}

/** Null: the segment was written before the feature was declared. */
const fileOf = ({ segment }: Placed, { feature }: Fetched): string | null =>
  feature === null
    ? identitiesOf(segment)
    : (segment.files.find((file) => file.features.includes(feature.id))?.path ?? null)

const columnGroup = (group: readonly Fetched[], segments: readonly Placed[], name: string): string =>
  render('retrieval/column-group', {
    rows: segments.map((segment) => columnRows(group, segment)).join('\nUNION ALL\n'),
    group: name,
  })

const columnRows = (group: readonly Fetched[], placed: Placed): string => {
  const [first] = group
  const file = first === undefined ? null : fileOf(placed, first)
  const columns = group.map((column) =>
    file === null ? `NULL::${column.type} AS ${column.name}` : `${storedColumn(column)} AS ${column.name}`,
  )
  return render('retrieval/column-rows', {
    columns: columns.join(', '),
    offset: String(placed.offset),
    file: quoteText(file ?? identitiesOf(placed.segment)),
  })
}

const storedColumn = ({ name, feature }: Fetched): string => quoteName(feature === null ? name : columnOf(feature))
