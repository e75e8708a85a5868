// What does an editor read about `import 'pintail'`? Generated from core/define.ts by `npm run embed`; edit that.
export const declarations = `// What \`import 'pintail'\` gives, for editors; written by Pintail, which never reads it.
declare module 'pintail' {
    /** The type of a feature or column. */
    export type FeatureType = 'string' | 'int32' | 'int64' | 'float32' | 'float64' | 'bool' | 'timestamp' | 'bytes' | 'json' | 'string[]' | 'int32[]' | 'int64[]' | 'float32[]' | 'float64[]' | 'bool[]' | 'timestamp[]' | 'bytes[]' | 'json[]';
    export interface Described {
        /** What it is, for people. */
        readonly description?: string | undefined;
        /** Who answers for it. */
        readonly owner?: string | undefined;
        /** Words to find it by. */
        readonly tags?: readonly string[] | undefined;
    }
    export interface About extends Described {
        /** Inferred unless given. */
        readonly type?: FeatureType | undefined;
        /** Stands in for null as the very last step. */
        readonly default?: string | number | bigint | boolean | undefined;
        /** What is to hold of its values: \`['not_null', { between: { min: 0 }, severity: 'fail' }]\`. */
        readonly checks?: readonly Check[] | undefined;
        /** From which psi or normalised wasserstein distance on it has drifted; 0.1 and 0.25 where nothing is said. */
        readonly drift?: {
            readonly warn?: number | undefined;
            readonly fail?: number | undefined;
        } | undefined;
    }
    type Digit = '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
    /** \`p1\` … \`p99\`. */
    export type PercentileName = \`p\${Digit}\` | \`p\${Digit}\${Digit | '0'}\`;
    type PlainName = 'count' | 'sum' | 'mean' | 'min' | 'max' | 'stddev' | 'variance' | 'quantile' | 'countDistinct';
    /** The functions of the events of a window. */
    export type AggregateName = PlainName | 'first' | 'last' | 'span' | 'since' | 'sequence' | 'median' | PercentileName;
    /** The values with a column of their own: a list, or the \`top\` most frequent ones with at least \`min\` rows. */
    export type CategoryValues = readonly string[] | {
        readonly top: number;
        readonly min?: number | undefined;
    };
    /** \`binary\` is 1 where the count is over 0; of a list, \`binary\` is \`name_binary\`. */
    export type CountForm = 'count' | 'binary';
    interface Over extends About {
        /** SQL over the source's columns: the events that count. */
        readonly where?: string | undefined;
        /** How far back: \`1h\`, \`7d\` or \`all\`, which it is unless given. */
        readonly window?: string | undefined;
        /** \`left\` leaves out an event at the very instant asked about. */
        readonly closed?: 'right' | 'left' | undefined;
    }
    /** Which events, of which windows. */
    export interface Windowed extends Over {
        /** Several windows, a feature each: \`name_1h\`, \`name_7d\`, \`name_all\`. */
        readonly windows?: readonly string[] | undefined;
    }
    /** With \`by\` there is one value for each category. */
    export interface Grouped extends Windowed {
        /** One value for each category of this expression. */
        readonly by?: string | undefined;
        readonly values?: CategoryValues | undefined;
    }
    interface Counted extends Grouped {
        readonly as?: CountForm | readonly CountForm[] | undefined;
    }
    interface Scaled extends Grouped {
        /** An expression over the source's columns: events where it is null do not count. */
        readonly of?: string | undefined;
        /** Seconds are divided by it: 86400 gives days. */
        readonly scale?: number | undefined;
    }
    /** A feature over events written long; \`count\`, \`sum\`, \`p90\` and their kin give one. */
    export interface AggregateFeature extends Grouped {
        readonly aggregate: AggregateName;
        readonly of?: string | undefined;
        readonly q?: number | undefined;
        readonly scale?: number | undefined;
        readonly steps?: readonly string[] | undefined;
        readonly within?: string | undefined;
        readonly as?: CountForm | readonly CountForm[] | undefined;
    }
    /** \`oneHot\` gives one. */
    export interface OneHotFeature extends Over {
        readonly oneHot: string;
        readonly values: CategoryValues;
    }
    /** \`ratio\` gives one. */
    export interface RatioFeature extends About {
        readonly ratio: readonly [string, string];
    }
    /** How many events; with \`of\`, how many where it is not null. */
    export const count: (how?: Counted & {
        readonly of?: string | undefined;
    }) => AggregateFeature;
    type Aggregate = (of: string, how?: Grouped) => AggregateFeature;
    /** The sum of \`of\`. */
    export const sum: Aggregate;
    /** The mean of \`of\`. */
    export const mean: Aggregate;
    /** The least \`of\`. */
    export const min: Aggregate;
    /** The greatest \`of\`. */
    export const max: Aggregate;
    /** The standard deviation of \`of\`, as of a sample. */
    export const stddev: Aggregate;
    /** The variance of \`of\`, as of a sample. */
    export const variance: Aggregate;
    /** Half of the values of \`of\` are at or below it. */
    export const median: Aggregate;
    /** The oldest known \`of\`. */
    export const first: Aggregate;
    /** The newest known \`of\`. */
    export const last: Aggregate;
    /** The share \`q\` of the values of \`of\` is at or below it. */
    export const quantile: (of: string, how: Grouped & {
        readonly q: number;
    }) => AggregateFeature;
    /** How many different values \`of\` has. */
    export const countDistinct: (of: string, how?: Counted) => AggregateFeature;
    /** Seconds from the first event to the last. */
    export const span: (how?: Scaled) => AggregateFeature;
    /** Seconds from the newest event to the instant asked about. */
    export const since: (how?: Scaled) => AggregateFeature;
    /** How often events happened in the order of the steps, each a condition over the source's columns. */
    export const sequence: (steps: readonly string[], how?: Windowed & {
        /** How long it may take from the first step to the last. */
        readonly within?: string | undefined;
        readonly as?: CountForm | readonly CountForm[] | undefined;
    }) => AggregateFeature;
    /** 1 for the category that the latest known value of \`of\` is, 0 for the others. */
    export const oneHot: (of: string, how: Over & {
        readonly values: CategoryValues;
    }) => OneHotFeature;
    /** One feature of the view over another; null where that is 0. */
    export const ratio: (above: string, below: string, about?: About) => RatioFeature;
    /** Both ends count; one of them may be left out. */
    export interface Span {
        readonly min?: number | undefined;
        readonly max?: number | undefined;
    }
    /** One check and how severe it is. */
    export interface LongCheck {
        /** The share of nulls there may be; 0 unless given. */
        readonly not_null?: {
            readonly max_share?: number | undefined;
        } | undefined;
        /** No value twice; of a view: no key twice. */
        readonly unique?: true | undefined;
        readonly accepted_values?: readonly (string | number | bigint | boolean)[] | undefined;
        /** Both ends count; of instants, texts such as \`2026-01-31\`. */
        readonly between?: {
            readonly min?: number | bigint | string | undefined;
            readonly max?: number | bigint | string | undefined;
        } | undefined;
        /** A regular expression that some part of the text is of; \`^…$\` for the whole. */
        readonly matches?: string | undefined;
        readonly row_count?: Span | undefined;
        /** How old the newest event may be: \`2d\`. */
        readonly freshness?: {
            readonly max_age: string;
        } | undefined;
        readonly distribution?: {
            readonly mean_between?: Span | undefined;
            readonly quantile_between?: (Span & {
                readonly q: number;
            }) | undefined;
        } | undefined;
        /** Values more than \`z\` deviations from the mean, or \`iqr\` quartile ranges beyond the quartiles. */
        readonly outliers?: {
            readonly z?: number | undefined;
            readonly iqr?: number | undefined;
            readonly max_share?: number | undefined;
        } | undefined;
        /** A condition over the view's features that every row is to meet. */
        readonly sql?: string | undefined;
        /** \`fail\` stops an ingest, and \`pintail check\` gives 5; \`warn\`, which it is unless given, is told and recorded. */
        readonly severity?: 'warn' | 'fail' | undefined;
        /** Of a feature with categories, the one that is meant; all of them without. */
        readonly category?: string | undefined;
    }
    /** What is to hold of the values of a feature, or of the rows of a view. */
    export type Check = 'not_null' | 'unique' | LongCheck;
    /** A feature of rows written long; \`sql\`, \`minMax\`, \`standardize\` and \`bucketize\` give one. */
    export type RowFeature = About & ({
        readonly sql: string;
    } | {
        readonly minMax: string;
    } | {
        readonly standardize: string;
    } | {
        readonly bucketize: string;
        readonly bins: number;
    } | {
        readonly bucketize: string;
        readonly edges: readonly number[];
    });
    /** A feature written long: of rows, or of events. */
    export type LongFeature = RowFeature | AggregateFeature | OneHotFeature | RatioFeature;
    /** A SQL expression over the source's columns and the view's other features. */
    export const sql: (strings: TemplateStringsArray, ...parts: readonly (string | number)[]) => {
        readonly sql: string;
    };
    /** Scaled to 0…1 by the extremes of \`of\`, fitted once. */
    export const minMax: (of: string, about?: About) => RowFeature;
    /** Less the mean of \`of\` and over its standard deviation, both fitted once. */
    export const standardize: (of: string, about?: About) => RowFeature;
    /** The number of edges at or below \`of\`: edges given, or fitted so that \`bins\` are filled equally. */
    export const bucketize: (of: string, how: About & ({
        readonly bins: number;
    } | {
        readonly edges: readonly number[];
    })) => RowFeature;
    type Percentile = (of: string, how?: Grouped) => AggregateFeature;
    export const p1: Percentile;
    export const p2: Percentile;
    export const p3: Percentile;
    export const p4: Percentile;
    export const p5: Percentile;
    export const p6: Percentile;
    export const p7: Percentile;
    export const p8: Percentile;
    export const p9: Percentile;
    export const p10: Percentile;
    export const p11: Percentile;
    export const p12: Percentile;
    export const p13: Percentile;
    export const p14: Percentile;
    export const p15: Percentile;
    export const p16: Percentile;
    export const p17: Percentile;
    export const p18: Percentile;
    export const p19: Percentile;
    export const p20: Percentile;
    export const p21: Percentile;
    export const p22: Percentile;
    export const p23: Percentile;
    export const p24: Percentile;
    export const p25: Percentile;
    export const p26: Percentile;
    export const p27: Percentile;
    export const p28: Percentile;
    export const p29: Percentile;
    export const p30: Percentile;
    export const p31: Percentile;
    export const p32: Percentile;
    export const p33: Percentile;
    export const p34: Percentile;
    export const p35: Percentile;
    export const p36: Percentile;
    export const p37: Percentile;
    export const p38: Percentile;
    export const p39: Percentile;
    export const p40: Percentile;
    export const p41: Percentile;
    export const p42: Percentile;
    export const p43: Percentile;
    export const p44: Percentile;
    export const p45: Percentile;
    export const p46: Percentile;
    export const p47: Percentile;
    export const p48: Percentile;
    export const p49: Percentile;
    export const p50: Percentile;
    export const p51: Percentile;
    export const p52: Percentile;
    export const p53: Percentile;
    export const p54: Percentile;
    export const p55: Percentile;
    export const p56: Percentile;
    export const p57: Percentile;
    export const p58: Percentile;
    export const p59: Percentile;
    export const p60: Percentile;
    export const p61: Percentile;
    export const p62: Percentile;
    export const p63: Percentile;
    export const p64: Percentile;
    export const p65: Percentile;
    export const p66: Percentile;
    export const p67: Percentile;
    export const p68: Percentile;
    export const p69: Percentile;
    export const p70: Percentile;
    export const p71: Percentile;
    export const p72: Percentile;
    export const p73: Percentile;
    export const p74: Percentile;
    export const p75: Percentile;
    export const p76: Percentile;
    export const p77: Percentile;
    export const p78: Percentile;
    export const p79: Percentile;
    export const p80: Percentile;
    export const p81: Percentile;
    export const p82: Percentile;
    export const p83: Percentile;
    export const p84: Percentile;
    export const p85: Percentile;
    export const p86: Percentile;
    export const p87: Percentile;
    export const p88: Percentile;
    export const p89: Percentile;
    export const p90: Percentile;
    export const p91: Percentile;
    export const p92: Percentile;
    export const p93: Percentile;
    export const p94: Percentile;
    export const p95: Percentile;
    export const p96: Percentile;
    export const p97: Percentile;
    export const p98: Percentile;
    export const p99: Percentile;
    /** What features are about: \`entity('patient', …)\` gives one. */
    export interface Entity {
        readonly kind: 'entity';
        readonly name: string;
    }
    /** Where rows come from: \`csv\`, \`json\` and \`parquet\` give one. */
    export interface Source {
        readonly kind: 'source';
        readonly name: string;
    }
    /** \`clicks_7d\`, \`clicks_7d_binary\`, \`clicked_text:Cart\`. */
    export type GeneratedName<F extends string> = \`\${F}_\${string}\` | \`\${F}:\${string}\`;
    /** A set of features: \`featureView('cardiac', …)\` gives one. */
    export interface FeatureView<F extends string = string> {
        readonly kind: 'view';
        readonly name: string;
        /**
         * References to some of its features: \`cardiac.pick('age')\` is \`['cardiac:age']\`. Windows, forms and categories have
         * the names they are given: \`behaviour.pick('clicks_7d', 'clicked_text:Cart')\`.
         */
        pick(...features: (F | GeneratedName<F>)[]): string[];
        /** References to all of them. */
        all(): string[];
    }
    /** What one model reads: \`featureService('heart_risk', …)\` gives one. */
    export interface FeatureService {
        readonly kind: 'service';
        readonly name: string;
    }
    /** A key is compared exactly, which floats, json and lists do not allow. */
    export type KeyType = 'string' | 'int32' | 'int64' | 'bool' | 'timestamp' | 'bytes';
    export interface EntityBody extends Described {
        /** Join key → type: \`{ patient_id: 'string' }\`. */
        readonly keys: Readonly<Record<string, KeyType>>;
    }
    /** A column made from the source's own: from one JSON text by path, by SQL, or from the event before. */
    export type DerivedColumn = {
        /** The column that holds the JSON text. */
        readonly json: string;
        /** Where in it: \`$.user_agent.device\`. */
        readonly path: \`$\${string}\`;
        /** string unless given. */
        readonly type?: FeatureType | undefined;
    } | {
        /** An expression over the source's columns. */
        readonly sql: string;
        readonly type?: FeatureType | undefined;
    } | {
        /** Seconds to the key's previous event, for aggregations. */
        readonly since_previous: true;
    };
    interface Rows extends Described {
        /** A file or a glob, from the project folder: \`data/visits.csv\`, \`data/events/*.parquet\`. */
        readonly path: string;
        /** The column of the event time, or a SQL expression for it. */
        readonly timestamp: string;
        /** The column that says when the row became known. */
        readonly created?: string | undefined;
        /** The column that identifies a row: of rows with one id, the one known last counts. */
        readonly id?: string | undefined;
        /** Of timestamps without one: \`Europe/Berlin\`. UTC unless given. */
        readonly timezone?: string | undefined;
        /** Columns that every view can use by name beside those of the file. */
        readonly columns?: Readonly<Record<string, DerivedColumn>> | undefined;
        /** The share of bad rows above which nothing is written; 0.1 unless given. */
        readonly max_rejected?: number | undefined;
    }
    interface ColumnTypes {
        /** Column → type, where sniffing would guess wrong. */
        readonly types?: Readonly<Record<string, FeatureType>> | undefined;
    }
    /** How a CSV file is read where sniffing would guess wrong. */
    export interface CsvOptions extends ColumnTypes {
        readonly delimiter?: string | undefined;
        readonly quote?: string | undefined;
        readonly escape?: string | undefined;
        readonly header?: boolean | undefined;
        readonly encoding?: 'utf-8' | 'latin-1' | 'utf-16' | undefined;
        /** The text that stands for null. */
        readonly null?: string | readonly string[] | undefined;
    }
    export interface CsvBody extends Rows {
        readonly options?: CsvOptions | undefined;
    }
    export interface JsonBody extends Rows {
        readonly options?: ColumnTypes | undefined;
    }
    export interface ParquetBody extends Rows {
    }
    interface ViewAbout<F extends string> extends Described {
        /** The source its rows come from. */
        readonly source: Source | string;
        /** Name → SQL expression over the source's columns, or the long form; functions of events make a view of events. */
        readonly features: Readonly<Record<F, string | LongFeature>>;
        /** How old a row may be and still answer: \`365d\`. No bound unless given. */
        readonly ttl?: string | undefined;
        /** SQL over the source's columns: the rows to keep. */
        readonly where?: string | undefined;
        /** Whether it is served online; true unless given. */
        readonly online?: boolean | undefined;
        /** The promise: how old the newest event may be. */
        readonly sla?: string | undefined;
        /** What is to hold of its rows: \`[{ row_count: { min: 1000 } }, { freshness: { max_age: '2d' } }]\`. */
        readonly checks?: readonly Check[] | undefined;
    }
    /** \`entity\` for one, \`entities\` for several at once. */
    export type ViewBody<F extends string = string> = ViewAbout<F> & ({
        readonly entity: Entity | string;
        readonly entities?: undefined;
    } | {
        readonly entities: readonly (Entity | string)[];
        readonly entity?: undefined;
    });
    export interface ServiceBody extends Described {
        /** \`cardiac.pick('age')\`, \`cardiac.all()\`, or references: \`cardiac:age\`, \`cardiac:*\`, \`cardiac@3:age\`. */
        readonly features: readonly (string | readonly string[])[];
    }
    /** Declares what features are about, with its join keys. */
    export const entity: (name: string, body: EntityBody) => Entity;
    /** Declares CSV files as a source. */
    export const csv: (name: string, body: CsvBody) => Source;
    /** Declares JSON files (one object a line, or an array of them) as a source. */
    export const json: (name: string, body: JsonBody) => Source;
    /** Declares Parquet files as a source. */
    export const parquet: (name: string, body: ParquetBody) => Source;
    /** Declares a set of features with one entity, computed from one source. */
    export const featureView: <F extends string>(name: string, body: ViewBody<F>) => FeatureView<F>;
    /** Declares the list of features that one model reads. */
    export const featureService: (name: string, body: ServiceBody) => FeatureService;
}
`
