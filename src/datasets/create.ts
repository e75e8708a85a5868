// How does a training set come to be kept? Made beside its place with its manifest, settled and recorded as one.

import { constants } from 'node:fs'
import { copyFile, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { nouns } from '../core/counted.ts'
import type { DatasetReport, DatasetRequest } from '../core/datasets.ts'
import { PintailError } from '../core/errors.ts'
import { formatInstant } from '../core/instants.ts'
import { type Manifest, manifestFile, manifestText, rowsFile, splitColumn } from '../core/manifests.ts'
import { didYouMean } from '../core/nearest.ts'
import { timed } from '../core/phases.ts'
import { plainOf } from '../core/plain.ts'
import { speakingOf } from '../core/speaking.ts'
import type { Watched } from '../core/verbs.ts'
import type { Selected } from '../core/versions.ts'
import { checkDestination } from '../offline/output.ts'
import { watching } from '../offline/watching.ts'
import { nowIn, recordDataset, refuseTaken } from '../registry/datasets.ts'
import { history } from '../registry/files.ts'
import { resolve } from '../registry/resolve.ts'
import { type Answered, answering } from '../retrieval/training-set.ts'
import { quoteName } from '../sql/quote.ts'
import { render } from '../sql/render.ts'
import { hashOfFile, hashOfValues } from './hashes.ts'
import { fittedBeyond, makers, pinnedBy, script } from './manifest.ts'
import type { DatasetRoom } from './room.ts'
import { refuseSplitColumn, type Split, splitAt, withSplit } from './split.ts'
import { inStaging } from './staging.ts'
import { writeCopy, writeRows } from './write.ts'

export const createDataset = async (
  room: DatasetRoom,
  request: DatasetRequest,
  watched: Watched,
): Promise<DatasetReport> => {
  room.registry.mustWrite()
  refuseOddName(request.name)
  refuseTaken(room.registry, request.name)
  if (request.copy) {
    checkDestination({ path: request.copy.output, format: request.copy.format })
    await room.refuseOwn(request.copy, request.spine)
  }
  const selected = resolve(room.registry.state(), request)
  return inStaging(room.folder, async (staging) => {
    const copy = join(staging.folder, `spine${extname(request.spine.path).toLowerCase()}`)
    await copySpine(request.spine.path, copy)
    const made = await speakingOf(request.spine.path, copy, () =>
      makeDataset(room, request, selected, { folder: staging.folder, copy }, watched),
    )
    await writeFile(join(staging.folder, manifestFile), manifestText(plainOf(made.manifest)))
    if (watched.signal?.aborted)
      throw new PintailError({ code: 'interrupted', message: 'interrupted; nothing was kept' })
    recordDataset(room.registry, made.manifest, () => staging.settle(request.name))
    return { ...made, folder: join(room.folder, request.name) }
  })
}

/** A name is a folder's, too, on disks that know no capitals. */
const refuseOddName = (name: string): void => {
  if (/^[a-z0-9][a-z0-9_-]{0,99}$/.test(name)) return
  throw new PintailError({
    code: 'bad_argument',
    message: `"${name}" is no name for a dataset`,
    fix: 'write it in small letters, digits, _ and -, as in churn_2026-03',
  })
}

const copySpine = async (from: string, to: string): Promise<void> => {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      const message = 'there is no room for a copy of the spine, which a dataset keeps'
      throw new PintailError({ code: 'store_full', message, fix: 'free some space and run the command again', cause })
    }
    throw new PintailError({
      code: 'spine_unreadable',
      message: code === 'ENOENT' ? `there is no spine file "${from}"` : `the spine "${from}" cannot be read`,
      fix: 'give a CSV, Parquet or JSON file with --spine FILE',
      cause,
    })
  }
}

interface Place {
  readonly folder: string
  /** Of the spine. */
  readonly copy: string
}

const makeDataset = async (
  room: DatasetRoom,
  request: DatasetRequest,
  selected: readonly Selected[],
  { folder, copy }: Place,
  watched: Watched,
): Promise<Omit<DatasetReport, 'folder'>> => {
  const lastRuns = new Map<number, number>()
  const question = {
    spine: { path: copy, format: request.spine.format },
    timestamp: request.timestamp,
    knownAt: request.knownAt,
    selected,
    exactSums: true,
    all: room.registry.state().features,
    historyOf: (view: Selected['view']) => {
      const read = history(room.registry, view.rowSet.id)
      lastRuns.set(view.rowSet.id, read.lastRun)
      return read
    },
  }
  return answering(room.store, question, watched, false, async (answered) => {
    const { session, spine, columns, phases, notes } = answered
    if (request.target !== null) refuseNoTarget(answered, request.target)
    if (request.split !== null) refuseSplitColumn(columns)
    const split = request.split === null ? null : await splitAt(session, request.split)
    const written = { session, spine, output: split === null ? answered.output : withSplit(answered.output, split) }
    const path = join(folder, rowsFile)
    const rows = await timed(phases, 'write', () => watching(session, 'write', watched, () => writeRows(written, path)))
    const { copy: other } = request
    if (other) await timed(phases, 'write', () => writeCopy(written, path, other))
    const manifest = await timed(
      phases,
      'hash',
      async (): Promise<Manifest> => ({
        name: request.name,
        created: nowIn(room.registry),
        ...(await makers(session)),
        spine: {
          path: request.spine.path,
          copy: basename(copy),
          format: request.spine.format,
          hash: await hashOfFile(copy, watched.signal),
        },
        timestamp: spine.instant.name,
        knownAt: request.knownAt,
        target: request.target,
        split: split && { ...split, cut: formatInstant(split.cut) },
        ...pinnedBy(room.registry, request, selected, lastRuns),
        rows,
        bytes: await hashOfFile(path, watched.signal),
        content: await hashOfValues(session, path),
        sql: script([...answered.statements, answerText(written.output)]),
      }),
    )
    return {
      manifest,
      rows,
      columns: split === null ? columns : [...columns, { name: splitColumn, type: 'string' }],
      notes: [...notes, ...(split === null ? [] : splitNotes(room, manifest, split))],
      phases,
    }
  })
}

const answerText = ({ columns, relation, order }: Answered['output']): string =>
  render('datasets/answer', {
    columns: columns.map((it) => `${it.sql} AS ${quoteName(it.name)}`).join(', '),
    relation,
    order,
  })

const refuseNoTarget = ({ spine }: Answered, target: string): void => {
  const names = spine.columns.map((it) => it.name)
  if (names.includes(target)) return
  throw new PintailError({
    code: 'bad_argument',
    message: `the spine has no column "${target}" to learn; it has ${names.join(', ')}`,
    fix: didYouMean(target, names, 'name another with --target COLUMN'),
  })
}

const splitNotes = ({ registry }: DatasetRoom, manifest: Manifest, split: Split): string[] => {
  const fitted = fittedBeyond(registry, manifest, split.cut)
  const cut = formatInstant(split.cut)
  return [
    ...(split.neither > 0
      ? [
          `${split.neither} ${nouns(split.neither, 'row has', 'rows have')} no instant and ${nouns(split.neither, 'is', 'are')} in neither part`,
        ]
      : []),
    ...(fitted.length > 0
      ? [
          `fitted numbers of ${fitted.join(', ')} may have seen rows after the cut at ${cut}; pintail fit VIEW --until ${cut} fits them to what was before`,
        ]
      : []),
  ]
}
