// What changed from one recorded version to another? The phrases of a plan, for versions that stand side by side.
import { shortList } from './nearest.ts'
import { whyRefitted } from './refitting.ts'
import type { FeatureVersion } from './versions.ts'
import { lengthOf, readsThrough, shown, type ToldView, whyComputed, whyReads, whyViewDiffers } from './why.ts'

/** What a version of a view is told by, besides its features. */
export type { ToldView } from './why.ts'

/** `all` are the versions that both are made of. */
export const featureChanged = (
  old: FeatureVersion,
  now: FeatureVersion,
  all: ReadonlyMap<number, FeatureVersion>,
): string[] => {
  const uses = now.uses.flatMap(({ name, id }) => {
    const before = old.uses.find((use) => use.name === name)
    const [from, to] = [before && all.get(before.id), all.get(id)]
    // An input stands for a column, which is told of as such.
    if (before === undefined || before.id === id || to?.name.startsWith('#')) return []
    return [`uses ${name} ${from?.version ?? '?'} → ${to?.version ?? '?'}`]
  })
  const told = [
    ...whyComputed(old, now),
    ...(old.type === now.type ? [] : [`type ${old.type} → ${now.type}`]),
    ...(old.default === now.default ? [] : [`default ${shown(old.default)} → ${shown(now.default)}`]),
    ...whyReads(readsThrough(old, all), readsThrough(now, all) ?? { raw: [], derived: [] }),
    ...uses,
    ...(old.rowSet === now.rowSet ? [] : ['the rows of the view']),
    ...whyRefitted(old, now),
  ]
  return [...new Set(told)]
}

export const viewChanged = (old: ToldView, now: ToldView): string[] => {
  const told = whyViewDiffers(old, now)
  return told.length === 0 ? ['the order of its features'] : told
}

/** A version of a service: by the reference of each member, the ids of its versions and how its view answers. */
export type ToldService = ReadonlyMap<string, ToldMember>

export interface ToldMember {
  readonly feature: number
  readonly ttl: bigint | null
  readonly online: boolean
}

export const serviceChanged = (old: ToldService, now: ToldService): string[] => {
  const list = (what: string, of: readonly string[]): string[] => (of.length === 0 ? [] : [`${what} ${shortList(of)}`])
  const both = [...now].flatMap(([name, after]) => {
    const before = old.get(name)
    return before === undefined ? [] : [{ name, before, after }]
  })
  const told = [
    ...list(
      'changed',
      both.filter(({ before, after }) => before.feature !== after.feature).map(({ name }) => name),
    ),
    ...both.flatMap(({ name, before, after }) => [
      ...(before.ttl === after.ttl ? [] : [`ttl of ${name} ${lengthOf(before.ttl)} → ${lengthOf(after.ttl)}`]),
      ...(before.online === after.online ? [] : [`online of ${name} ${before.online} → ${after.online}`]),
    ]),
    ...list(
      'new',
      [...now.keys()].filter((name) => !old.has(name)),
    ),
    ...list(
      'without',
      [...old.keys()].filter((name) => !now.has(name)),
    ),
  ]
  return told.length === 0 ? ['the order of its features'] : told
}
