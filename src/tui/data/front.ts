// Which of the front door's verbs does the interface use?
import type { Pintail } from '../../pintail.ts'

export type Front = Pick<
  Pintail,
  | 'project'
  | 'list'
  | 'show'
  | 'diff'
  | 'reader'
  | 'someKeys'
  | 'explain'
  | 'historical'
  | 'materialize'
  | 'moment'
  | 'driftStandings'
  | 'recordedDriftOf'
  | 'profileCourse'
  | 'lineage'
  | 'runs'
  | 'recordedChecks'
  | 'health'
  | 'baselines'
  | 'drift'
  | 'freshness'
  | 'coverage'
  | 'stats'
  | 'run'
>
