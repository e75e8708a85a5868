// What is known of one feature? What it computes, over what, what was fitted for it, and its versions.
import type { Categories } from '../core/aggregates.ts'
import { categoryNames } from '../core/categories.ts'
import { formatDuration } from '../core/durations.ts'
import { formatInstant } from '../core/instants.ts'
import { askedThrough, isInput } from '../core/state.ts'
import type { Listed } from '../core/verbs.ts'
import type { FeatureVersion, Member } from '../core/versions.ts'
import { policyText, windowText } from '../core/why-aggregate.ts'
import type { Database } from '../sqlite.ts'
import { servicesNaming } from './heads.ts'
import type { Part } from './part.ts'
import { defaultShown, rowsShown, serviceNames, words } from './shown.ts'
import { featureVersions } from './version-list.ts'

/** `part` holds every version of the feature, and what each is made of. */
export const showFeature = (database: Database, { view, feature }: Member, part: Part): Listed => ({
  feature: `${feature.view}:${feature.name}`,
  version: feature.version,
  status: feature.status,
  type: feature.type,
  ...words(feature),
  expression: feature.expression,
  ...aggregateShown(feature),
  default: defaultShown(feature),
  entities: [...view.entities],
  ...rowsShown(view.rowSet),
  ttl: view.ttl === null ? null : formatDuration(view.ttl),
  reads: readsShown(part, feature),
  uses: feature.uses.flatMap(({ name, id }) => {
    const used = part.features.get(id)
    return used !== undefined && isInput(used) ? [] : [`${name}@${used?.version ?? '?'}`]
  }),
  services: serviceNames(servicesNaming(database, { feature: feature.id })),
  applied: formatInstant(feature.applied),
  fingerprint: feature.fingerprint,
  fitted: feature.fits.map((fit) => ({ number: fit.call, value: fit.value ?? 'not fitted yet' })),
  versions: featureVersions(feature, part.features, versionRow),
  categories: categoryRows(feature),
})

const aggregateShown = ({ aggregate }: FeatureVersion): Listed =>
  aggregate === null
    ? {}
    : {
        window: windowText(aggregate.length),
        closed: aggregate.closed === 'left' ? 'left' : null,
        values: aggregate.categories && valuesShown(aggregate.categories),
      }

const valuesShown = ({ policy, vocabulary }: Categories): string =>
  `${policyText(policy)}${vocabulary === null ? ', not fitted yet' : ''}`

/** In the order of the vocabulary; those it does not hold are the last. */
const categoryRows = ({ aggregate }: FeatureVersion): Listed[] =>
  ((aggregate?.categories && categoryNames(aggregate.categories)) ?? []).map((category) => ({ category }))

/** The columns of the source that it reads, by its inputs where it aggregates. */
const readsShown = ({ features }: Part, feature: FeatureVersion): string[] => {
  const through = feature.aggregate === null ? [feature] : askedThrough(feature, features)
  const columns = through.flatMap(({ reads }) => [...(reads?.raw ?? []), ...(reads?.derived ?? [])])
  return [...new Set(columns.map((column) => `${column.name} ${column.type}`))]
}

const versionRow = (feature: FeatureVersion): Listed => ({
  type: feature.type,
  expression: feature.expression,
  values: feature.aggregate?.categories ? valuesShown(feature.aggregate.categories) : null,
  default: defaultShown(feature),
})
