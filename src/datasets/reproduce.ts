// Can a dataset be made again? Asked as it was asked, of what was known then; then compared, byte for byte.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Copy, ReproduceReport } from '../core/datasets.ts'
import { PintailError } from '../core/errors.ts'
import type { History } from '../core/history.ts'
import { parseInstant } from '../core/instants.ts'
import { type Manifest, rowsFile, splitColumn } from '../core/manifests.ts'
import { timed } from '../core/phases.ts'
import { speakingOf } from '../core/speaking.ts'
import type { Watched } from '../core/verbs.ts'
import type { Session } from '../offline/offline-store.ts'
import { checkDestination } from '../offline/output.ts'
import { watching } from '../offline/watching.ts'
import { datasetNamed } from '../registry/datasets.ts'
import { history } from '../registry/files.ts'
import { answering } from '../retrieval/training-set.ts'
import { compareRows } from './compare.ts'
import { hashOfFile, hashOfValues } from './hashes.ts'
import { makers } from './manifest.ts'
import { lostSince, pinnedSelection, spineOf } from './pinned.ts'
import type { DatasetRoom } from './room.ts'
import { withSplit } from './split.ts'
import { inStaging } from './staging.ts'
import { writeCopy, writeRows } from './write.ts'

export const reproduceDataset = async (
  room: DatasetRoom,
  name: string,
  copy: Copy,
  watched: Watched,
): Promise<ReproduceReport> => {
  room.registry.mustWrite()
  const manifest = datasetNamed(room.registry, name)
  checkDestination({ path: copy.output, format: copy.format })
  await room.refuseOwn(copy, manifest.spine)
  const selected = pinnedSelection(room.registry, manifest)
  const path = await spineOf(room.folder, manifest, watched.signal)
  const histories = new Map<number, History>()
  const historyOf = (rowSet: number): History => {
    const read = histories.get(rowSet) ?? history(room.registry, rowSet)
    histories.set(rowSet, read)
    return read
  }
  const lost = lostSince(room.registry, manifest, historyOf)
  const question = {
    spine: { path, format: manifest.spine.format },
    timestamp: manifest.timestamp,
    knownAt: manifest.knownAt,
    selected,
    exactSums: true,
    all: room.registry.state().features,
    lastRuns: new Map(manifest.views.map(({ rowSet, lastRun }) => [rowSet, lastRun])),
    historyOf: (view: (typeof selected)[number]['view']) => historyOf(view.rowSet.id),
  }
  return inStaging(room.folder, ({ folder }) =>
    sayingWhatIsLost(name, lost, manifest.spine.path, path, () =>
      answering(room.store, question, watched, false, async ({ session, spine, output, ...answered }) => {
        const { phases, columns, notes } = answered
        const split = manifest.split && { ...manifest.split, cut: parseInstant(manifest.split.cut, 'the cut') }
        const written = { session, spine, output: split === null ? output : withSplit(output, split) }
        const made = join(folder, rowsFile)
        const rows = await timed(phases, 'write', () =>
          watching(session, 'write', watched, () => writeRows(written, made)),
        )
        await timed(phases, 'write', () => writeCopy(written, made, copy))
        const kept = join(room.folder, name, rowsFile)
        const told = await timed(phases, 'compare', () => compare(session, manifest, made, kept, lost))
        const all = split === null ? columns : [...columns, { name: splitColumn, type: 'string' as const }]
        return { rows, columns: all, notes, phases, ...told }
      }),
    ),
  )
}

/** Where nothing is left to answer from, to ingest does not help. */
const sayingWhatIsLost = async <T>(
  name: string,
  lost: readonly string[],
  given: string,
  copy: string,
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await speakingOf(given, copy, work)
  } catch (cause) {
    if (!(cause instanceof PintailError && cause.code === 'not_ingested')) throw cause
    throw new PintailError({
      code: 'store_damaged',
      message: `dataset "${name}" cannot be made again: ${[...lost, cause.message].join('; ')}`,
      fix: 'restore registry.db and .pintail/offline from a copy',
      cause,
    })
  }
}

type Told = Pick<ReproduceReport, 'same' | 'why' | 'differences'>

const compare = async (
  session: Session,
  manifest: Manifest,
  made: string,
  kept: string,
  lost: readonly string[],
): Promise<Told> => {
  if ((await hashOfFile(made)) === manifest.bytes) return { same: 'bytes', why: [], differences: [] }
  const now = await makers(session)
  const others = [
    ...(now.pintail === manifest.pintail ? [] : [`Pintail ${manifest.pintail} wrote it, and this is ${now.pintail}`]),
    ...(now.engine === manifest.engine ? [] : [`${manifest.engine} wrote it, and this is ${now.engine}`]),
  ]
  if ((await hashOfValues(session, made)) === manifest.content) return { same: 'rows', why: others, differences: [] }
  const why = [...lost, ...others]
  const found = why.length > 0 ? why : ['files of its history were changed since:   pintail doctor']
  if (!existsSync(kept) || (await hashOfFile(kept)) !== manifest.bytes)
    return {
      same: 'different',
      why: [...found, 'its own rows are gone, so which differ cannot be told'],
      differences: [],
    }
  const { differences, ...compared } = await compareRows(session, kept, made)
  const rows = compared.a === compared.b ? [] : [`it had ${compared.a} rows, and now ${compared.b}`]
  return { same: 'different', why: [...found, ...rows], differences }
}
