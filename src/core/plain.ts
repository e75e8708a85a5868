// How is a definition kept? As plain JSON of what the files say, so that the next apply can tell what changed.
import type { Analysed, AnalysedView, Described } from './analysed.ts'
import type { CheckDefinition } from './check-definitions.ts'
import type { DriftThresholds } from './definition-about.ts'
import { isObject, type Json, type JsonObject } from './json.ts'
import type { DeclaredKind } from './state.ts'

/** A parsed definition as JSON: what is not given is left out. */
export const plainOf = (value: unknown): Json => {
  if (Array.isArray(value)) return value.map(plainOf)
  if (typeof value === 'object' && value !== null) {
    const given = Object.entries(value).filter(([, part]) => part !== undefined)
    return Object.fromEntries(given.map(([key, part]) => [key, plainOf(part)]))
  }
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
  return plain || typeof value === 'boolean' ? value : null
}

const words = ({ description, owner, tags }: Described): JsonObject => ({ description, owner, tags: [...tags] })

/** Left out where there are none: what was applied before there were any has none either. */
const plainChecks = (checks: readonly CheckDefinition[] = []): JsonObject =>
  checks.length === 0 ? {} : { checks: plainOf(checks) }

const plainDrift = (drift: DriftThresholds | undefined): JsonObject =>
  drift === undefined ? {} : { drift: plainOf(drift) }

const plainView = (view: AnalysedView): JsonObject => ({
  entities: [...view.entities],
  source: view.rows.source,
  where: view.rows.filter,
  ttl: view.ttl,
  sla: view.sla,
  online: view.online,
  ...words(view),
  ...plainChecks(view.checks),
  features: view.features.map((feature) => ({
    name: feature.name,
    ...words(feature),
    ...plainChecks(view.checksOf.get(feature.name)),
    ...plainDrift(view.driftOf?.get(feature.name)),
  })),
})

const described = (definition: { readonly description?: string | undefined }): JsonObject => {
  const plain = plainOf(definition)
  return { description: '', owner: '', tags: [], ...(isObject(plain) ? plain : {}) }
}

/** Everything the files declare, by kind and name. */
export const declaredBy = (analysed: Analysed): Record<DeclaredKind, Map<string, JsonObject>> => ({
  entity: new Map([...analysed.entities].map(([name, definition]) => [name, described(definition)])),
  source: new Map([...analysed.sources].map(([name, { definition }]) => [name, described(definition)])),
  view: new Map([...analysed.views].map(([name, view]) => [name, plainView(view)])),
  service: new Map([...analysed.services].map(([name, definition]) => [name, described(definition)])),
})
