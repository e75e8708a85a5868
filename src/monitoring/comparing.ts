// What is one comparison about? A view, its rows in a range and their baseline; and what is reported of it.
import { type DriftRange, type DriftRequest, featureVerdict, type ViewDrift, worst } from '../core/drift.ts'
import type { History } from '../core/history.ts'
import type { Watched } from '../core/verbs.ts'
import type { FeatureVersion, ViewVersion } from '../core/versions.ts'
import type { Session } from '../offline/offline-store.ts'
import type { Compared } from './against-baseline.ts'
import { judged } from './judge.ts'
import type { WatchedMember } from './members.ts'
import type { RecordedBaseline } from './memory.ts'
import { type Population, populationOf } from './population.ts'
import type { DriftRoom } from './room.ts'
import { whyBroken } from './take-baseline.ts'
import { thresholdsOf } from './thresholds.ts'

export interface Comparing {
  readonly room: DriftRoom
  readonly session: Session
  readonly view: ViewVersion
  readonly history: History
  readonly range: DriftRange
  readonly members: readonly WatchedMember[]
  readonly named: Named
  readonly request: DriftRequest
  readonly watched: Watched
}

export interface Named {
  /** Of each member, by {@link keyOf}. */
  readonly of: ReadonlyMap<string, number>
  /** The one that most of them have. */
  readonly main: RecordedBaseline | null
}

export const populationOr = async (
  { room, session, history, watched }: Comparing,
  features: readonly FeatureVersion[],
  range: DriftRange,
  name: string,
): Promise<Population | string> => {
  try {
    return await populationOf(session, { history, features, all: room.registry.state().features, range, name }, watched)
  } catch (cause) {
    return whyBroken(cause)
  }
}

export const reportOf = (
  { room, view, range, named, request }: Comparing,
  compared: readonly Compared[],
  segment: ViewDrift['segment'],
  notes: readonly string[],
): ViewDrift => {
  const features = judged(compared, request.profile, named.main?.id ?? null, thresholdsOf(room.registry, view.view))
  const { main } = named
  return {
    view: view.view,
    version: view.version,
    baseline: main && { id: main.id, origin: main.origin, taken: main.taken, range: main.range },
    range,
    segment,
    verdict: worst(features.map(featureVerdict)),
    features,
    notes,
  }
}
