// Which verbs do datasets have? Each bound to the project's registry, engine and folder.
import type { Datasets } from '../core/datasets.ts'
import type { Watched } from '../core/verbs.ts'
import { createDataset } from './create.ts'
import { diffDatasets } from './diff.ts'
import { reproduceDataset } from './reproduce.ts'
import type { DatasetRoom } from './room.ts'

export const datasetsIn = (room: DatasetRoom, watched: Watched = {}): Datasets => ({
  create: (request) => createDataset(room, request, watched),
  reproduce: (name, copy) => reproduceDataset(room, name, copy, watched),
  diff: (a, b) => diffDatasets(room, a, b),
})
