// How does TypeScript say what is to hold of values? As plain objects, a word where nothing is to be added.

/** Both ends count; one of them may be left out. */
export interface Span {
  readonly min?: number | undefined
  readonly max?: number | undefined
}

/** One check and how severe it is. */
export interface LongCheck {
  /** The share of nulls there may be; 0 unless given. */
  readonly not_null?: { readonly max_share?: number | undefined } | undefined
  /** No value twice; of a view: no key twice. */
  readonly unique?: true | undefined
  readonly accepted_values?: readonly (string | number | bigint | boolean)[] | undefined
  /** Both ends count; of instants, texts such as `2026-01-31`. */
  readonly between?:
    | { readonly min?: number | bigint | string | undefined; readonly max?: number | bigint | string | undefined }
    | undefined
  /** A regular expression that some part of the text is of; `^…$` for the whole. */
  readonly matches?: string | undefined
  readonly row_count?: Span | undefined
  /** How old the newest event may be: `2d`. */
  readonly freshness?: { readonly max_age: string } | undefined
  readonly distribution?:
    | {
        readonly mean_between?: Span | undefined
        readonly quantile_between?: (Span & { readonly q: number }) | undefined
      }
    | undefined
  /** Values more than `z` deviations from the mean, or `iqr` quartile ranges beyond the quartiles. */
  readonly outliers?:
    | { readonly z?: number | undefined; readonly iqr?: number | undefined; readonly max_share?: number | undefined }
    | undefined
  /** A condition over the view's features that every row is to meet. */
  readonly sql?: string | undefined
  /** `fail` stops an ingest, and `pintail check` gives 5; `warn`, which it is unless given, is told and recorded. */
  readonly severity?: 'warn' | 'fail' | undefined
  /** Of a feature with categories, the one that is meant; all of them without. */
  readonly category?: string | undefined
}

/** What is to hold of the values of a feature, or of the rows of a view. */
export type Check = 'not_null' | 'unique' | LongCheck
