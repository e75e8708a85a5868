// Up to when had rows been seen by what was fitted? As the fits said that were asked to look no further.
import type { Micros } from '../core/clock.ts'
import { isObject, type JsonObject, readJson } from '../core/json.ts'
import { integer, listOf, mapOf, orNull, whole } from '../core/shape.ts'
import { shaped } from '../core/stored.ts'
import type { Registry } from './registry.ts'
import { endRun, insertRun } from './runs.ts'

/** What a fit leaves in its run: the versions that have what it found, those among them that had it before. */
const storedFit = mapOf((part) => ({ until: part('until', orNull(integer)), fitted: part('fitted', listOf(whole)) }))

export const fitDetail = (until: Micros | null, fitted: readonly number[]): JsonObject => ({
  until,
  fitted: [...fitted],
})

/** A fit that found what these versions have already: no version comes of it, but it is known how far they saw. */
export const confirmFit = (registry: Registry, view: string, until: Micros, fitted: readonly number[]): void =>
  registry.write(() => {
    const run = insertRun(registry, 'fit', view)
    endRun(registry, run, 'done', { detail: fitDetail(until, fitted) }, null)
  })

/** By feature version; what is not among them may have seen anything that landed before it was fitted. */
export const fittedUntil = ({ database }: Registry): ReadonlyMap<number, Micros> => {
  const seen = new Map<number, Micros>()
  const details = database
    .prepare<unknown[], string>("SELECT detail FROM runs WHERE kind = 'fit' AND status = 'done'")
    .pluck()
    .all()
  for (const text of details) {
    const json = readJson(text)
    const { until = null, fitted = [] } = (isObject(json) && shaped(storedFit, json)) || {}
    if (until === null) continue
    for (const id of fitted) {
      const known = seen.get(id)
      if (known === undefined || until < known) seen.set(id, until)
    }
  }
  return seen
}
