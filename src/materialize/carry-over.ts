// How do the answers of one row set come online? Planned against what stands there, refused as a whole, then filled.
import type { FeatureVersion } from '../core/versions.ts'
import type { OnlineWriter } from '../online/online-writer.ts'
import { type Fill, fill } from './fill.ts'
import { planWork, refuseGoingBack, type Work } from './plan.ts'

export interface CarryOver extends Fill {
  /** Of the row set, and computed. */
  readonly features: readonly FeatureVersion[]
  /** They were named one by one, and get a table of their own. */
  readonly alone: boolean
  readonly full: boolean
}

/** Gives the number of keys written. */
export const carryOver = async (it: CarryOver): Promise<number> => {
  const works = planWork({ ...it, groups: it.writer.groups() })
  refuseGoingBack(it.history.rowSet.view, works, it.until)
  releaseLost(it.writer, works)
  let keys = 0
  for (const work of works) keys = Math.max(keys, await fill(it, work))
  return keys
}

/** A feature in a live table that this run cannot bring up to date must not answer beside those it can. */
const releaseLost = (writer: OnlineWriter, works: readonly Work[]): void => {
  for (const work of works) {
    if (work.kind !== 'update') continue
    const kept = new Set(work.features.map((it) => it.id))
    writer.release(work.group.features.map((it) => it.id).filter((id) => !kept.has(id)))
  }
}
