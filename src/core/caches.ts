// What of the views is kept computed, how large is it, and what is still to be computed? The shapes of `cache`.

/** A view's history as it lies on disk: its rows sorted, a column a feature or input. */
export interface CachedView {
  readonly view: string
  readonly source: string
  /** Of all its row sets, those of older versions too. */
  readonly rows: number
  readonly segments: number
  /** Feature versions that have a column, and inputs of aggregations that do. */
  readonly features: number
  readonly inputs: number
  readonly bytes: number
  /** Bytes of answers of its aggregations, kept for the next question about the same rows. */
  readonly answers: number
  /** What its source has landed, which every view of the source is computed from. */
  readonly landed: { readonly rows: number; readonly bytes: number }
  readonly pending: readonly Pending[]
}

/** What the next ingest will compute. */
export interface Pending {
  /** `clicks_7d@2`, `1,200 landed rows`. */
  readonly what: string
  /** `new version`, `landed since`, `no categories yet` … */
  readonly why: string
}

export interface ClearedView {
  readonly view: string
  readonly rows: number
  readonly bytes: number
  /** Null: dropped. Else why it stays, or a part of it. */
  readonly kept: string | null
}

export interface Caches {
  /** Of the views named, of all without a name. */
  list(views: readonly string[]): CachedView[]
  clear(views: readonly string[]): Promise<ClearedView[]>
}
