// What of the definitions can be looked at although others are wrong? So that all mistakes are told at once.
import type { Declaration } from './catalog.ts'
import * as schema from './definitions.ts'

export interface Pruned {
  /** Entities, sources and views that are well formed, and name nothing that is not. */
  readonly declarations: readonly Declaration[]
  /** Names of what was left out: a mistake that speaks of one may be none. */
  readonly left: ReadonlySet<string>
}

const shapes = { entities: schema.entity, sources: schema.source, views: schema.view } as const

export const pruned = (declarations: readonly Declaration[]): Pruned => {
  const left = new Set<string>()
  const kept = new Map<string, Declaration>()
  for (const declaration of declarations) {
    const { kind, name, body } = declaration
    if (kind === 'services') continue
    const isNamed = schema.name.safeParse(name).success && !kept.has(`${kind} ${name}`)
    const whole = isNamed ? wellFormed(kind, body, left) : null
    if (whole === null) left.add(name)
    else kept.set(`${kind} ${name}`, { ...declaration, body: whole })
  }
  const stands = ({ kind, body }: Declaration): boolean => {
    const view = kind === 'views' ? schema.view.safeParse(body).data : undefined
    if (view === undefined) return kind !== 'views'
    const entities = [...(view.entities ?? []), ...(view.entity === undefined ? [] : [view.entity])]
    return kept.has(`sources ${view.source}`) && entities.every((entity) => kept.has(`entities ${entity}`))
  }
  return { declarations: [...kept.values()].filter(stands), left }
}

/** The body without the features that are no features; null where more is wrong with it. */
const wellFormed = (kind: keyof typeof shapes, body: unknown, left: Set<string>): unknown => {
  const { error } = shapes[kind].safeParse(body)
  if (error === undefined) return body
  const faulty = error.issues.map(({ path: [part, name] }) => (part === 'features' ? name : undefined))
  if (kind !== 'views' || !isRecord(body) || !isRecord(body.features) || faulty.includes(undefined)) return null
  for (const name of faulty) left.add(String(name))
  const features = Object.fromEntries(Object.entries(body.features).filter(([name]) => !faulty.includes(name)))
  const rest = { ...body, features }
  return shapes[kind].safeParse(rest).success ? rest : null
}

const isRecord = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given)
