// What were the features then, and what are they now?
import { join } from 'node:path'
import { elapsed } from '../core/clock.ts'
import type { Datasets, SelectReport, SelectRequest } from '../core/datasets.ts'
import { PintailError } from '../core/errors.ts'
import { formatNamedVersion, readNamedVersion } from '../core/references.ts'
import type { State } from '../core/state.ts'
import type { Value } from '../core/values.ts'
import type * as verbs from '../core/verbs.ts'
import type { Selected } from '../core/versions.ts'
import { resolveAsked } from '../registry/asked.ts'
import type { Registry } from '../registry/registry.ts'
import { resolve, resolveView } from '../registry/resolve.ts'
import { beginRun, failRun, finishRun, noRows } from '../registry/runs.ts'
import type { Opened } from './opened.ts'

export interface Reading {
  historical(request: verbs.HistoricalRequest, watched?: verbs.Watched): Promise<verbs.HistoricalReport>
  export(request: verbs.ExportRequest, watched?: verbs.Watched): Promise<verbs.HistoricalReport>
  explain(reference: string, cell?: verbs.ExplainCell, watched?: verbs.Watched): Promise<verbs.Explanation>
  datasets(watched?: verbs.Watched): Promise<Datasets>
  /** What each feature tells of a column of the spine. */
  select(request: SelectRequest, watched?: verbs.Watched): Promise<SelectReport>
  /** Synchronous: reads SQLite only, and notices what other processes wrote. */
  online(request: verbs.OnlineRequest): verbs.OnlineAnswer
  /** Throws what stands in the way of online reads: what has become of either file since it was opened. */
  ready(): void
  /** What `online` uses: prepared once, for a server that asks the same again and again. */
  reader(wanted: verbs.Wanted): verbs.OnlineReader
  /** Some keys of a view, by their names: of the online store, or where it has none, of the history. */
  someKeys(request: verbs.SomeKeysRequest, watched?: verbs.Watched): Promise<readonly ReadonlyMap<string, Value>[]>
}

export const reading = (opened: Opened): Reading => {
  const { project, registry, offline, online, historyOf, clock } = opened
  const { paths } = project
  const readerNow = (wanted: verbs.Wanted): verbs.OnlineReader => online.get().reader(resolveAsked(registry, wanted))
  return {
    historical: async (request, watched = {}) => {
      const state = registry.state()
      await refuseOwn(opened, request, request.spine)
      const selected = resolve(state, request)
      const { writeTrainingSet } = await import('../retrieval/training-set.ts')
      const wanted = {
        ...request,
        selected,
        historyOf,
        all: state.features,
        ...(registry.fixed ? {} : { shelf: paths.answers }),
      }
      return writeTrainingSet(await offline.get(), wanted, watched)
    },
    export: async (request, watched = {}) => {
      await refuseOwn(opened, request, null)
      const selected = ofOneView(registry.state(), request.what)
      const [{ view }] = selected
      const { exportFeatures } = await import('../retrieval/export.ts')
      const until = request.until ?? clock.now()
      const all = registry.state().features
      const wanted = { ...request, view, history: historyOf(view), selected, until, all }
      return recorded(registry, view.view, async () => exportFeatures(await offline.get(), wanted, watched))
    },
    explain: async (reference, cell, watched = {}) => {
      const selected = ofOneView(registry.state(), [reference])
      const [{ view }] = selected
      const { explainCell, explainView } = await import('../retrieval/explain.ts')
      const explained = { view, history: historyOf(view), selected, all: registry.state().features }
      return cell ? explainCell(await offline.get(), explained, cell, watched) : explainView(explained)
    },
    datasets: async (watched) => {
      const { datasetsIn } = await import('../datasets/datasets.ts')
      const room = { registry, store: await offline.get(), folder: join(paths.state, 'datasets') }
      return datasetsIn({ ...room, refuseOwn: (to, spine) => refuseOwn(opened, to, spine) }, watched)
    },
    select: async (request, watched = {}) => {
      const { select } = await import('../datasets/select.ts')
      return select({ registry, store: await offline.get() }, request, watched)
    },
    ready: () => {
      registry.state()
      online.get().groups()
    },
    online: (request) => readerNow(request).read(request.entities),
    reader: (wanted) => followingReader(opened, () => readerNow(wanted)),
    someKeys: async ({ view: name, startsWith, of, most }, { signal } = {}) => {
      const view = resolveView(registry.state(), name, null)
      const [first] = view.rowSet.keys
      const begins = of === null || of === first?.name ? startsWith : ''
      const group = online
        .get()
        .groups()
        .find((it) => it.state === 'live' && it.rowSet === view.rowSet.id)
      const served = group === undefined ? [] : online.get().first(group, begins, most)
      if (group !== undefined && served.length > 0) return byName(group.keys, served)
      const { someKeys } = await import('../retrieval/some-keys.ts')
      return byName(view.rowSet.keys, await someKeys(await offline.get(), historyOf(view), begins, most, signal))
    },
  }
}

const byName = (
  keys: readonly { readonly name: string }[],
  rows: readonly (readonly Value[])[],
): readonly ReadonlyMap<string, Value>[] =>
  rows.map((row) => new Map(keys.map(({ name }, at) => [name, row[at] ?? null])))

/** An export is a run, where runs can be recorded. */
const recorded = async (
  registry: Registry,
  view: string,
  work: () => Promise<verbs.HistoricalReport>,
): Promise<verbs.HistoricalReport> => {
  if (registry.fixed) return work()
  const run = beginRun(registry, 'export', view)
  try {
    const report = await work()
    finishRun(registry, run, { rows: { ...noRows, written: report.rows } })
    return report
  } catch (cause) {
    failRun(registry, run, cause)
    throw cause
  }
}

/** A reader that is made anew when something was applied. */
const followingReader = ({ registry }: Opened, make: () => verbs.OnlineReader): verbs.OnlineReader => {
  let prepared: { readonly moment: string; readonly reader: verbs.OnlineReader } | undefined
  let looked = Number.NEGATIVE_INFINITY
  const upToDate = (): verbs.OnlineReader => {
    const now = elapsed()
    // To look at the registry costs a third of a read: once a millisecond is soon enough to see what was applied.
    if (prepared !== undefined && now - looked < 1) return prepared.reader
    const moment = registry.moment()
    if (prepared?.moment !== moment) prepared = { moment, reader: make() }
    looked = now
    return prepared.reader
  }
  return {
    read: (entities) => upToDate().read(entities),
    traced: (entities) => upToDate().traced(entities),
  }
}

/** An answer does not take the place of what it is made of. */
const refuseOwn = async (
  { project, registry, inside }: Opened,
  to: verbs.Destination,
  spine: verbs.SpineInput | null,
): Promise<void> => {
  const { refuseOwnFiles } = await import('../ingest/own-files.ts')
  refuseOwnFiles({ ...inside, state: project.paths.state }, registry.state(), to, spine)
}

/** Features of one view: by its bare name all of them, else those named. */
const ofOneView = (state: State, what: readonly string[]): [Selected, ...Selected[]] => {
  const features = what.flatMap((text) => {
    const named = readNamedVersion(text)
    return named === null ? [text] : [`${formatNamedVersion(named)}:*`]
  })
  const [first, ...others] = resolve(state, { features, service: null, fullFeatureNames: false })
  if (first && others.every((it) => it.view.id === first.view.id)) return [first, ...others]
  throw new PintailError({
    code: 'bad_argument',
    message: `${what.join(', ')} are features of several views`,
    fix: 'name the features of one view at a time',
  })
}
