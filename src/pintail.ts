// The front door: open a project, one method a verb. Rooms are loaded when a verb first needs them.
import type * as verbs from './core/verbs.ts'

export interface Pintail {
  plan(): Promise<verbs.Plan>
  /** Records what `plan` shows, in one transaction. */
  apply(): Promise<verbs.Plan>
  ingest(request: verbs.IngestRequest, watched?: verbs.Watched): Promise<verbs.IngestReport[]>
  historical(request: verbs.HistoricalRequest, watched?: verbs.Watched): Promise<verbs.HistoricalReport>
  export(request: verbs.ExportRequest, watched?: verbs.Watched): Promise<verbs.HistoricalReport>
  materialize(request: verbs.MaterializeRequest, watched?: verbs.Watched): Promise<verbs.MaterializeReport[]>
  /** Synchronous: reads SQLite only, and notices what other processes wrote. */
  online(request: verbs.OnlineRequest): verbs.OnlineAnswer
  /** What `online` uses: prepared once, for a server that asks the same again and again. */
  reader(wanted: verbs.Wanted): verbs.OnlineReader
  list(request: verbs.ListRequest): verbs.Listed[]
  /** A view, feature, service, entity, source or run by its reference. */
  show(reference: string): verbs.Listed
  explain(reference: string, cell?: verbs.ExplainCell): Promise<verbs.Explanation>
  close(): Promise<void>
}
