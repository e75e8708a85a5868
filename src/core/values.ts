// Which types can a feature have, and what is each in DuckDB?

export const scalarTypes = [
  'string',
  'int32',
  'int64',
  'float32',
  'float64',
  'bool',
  'timestamp',
  'bytes',
  'json',
] as const

export type ScalarType = (typeof scalarTypes)[number]
export type FeatureType = ScalarType | `${ScalarType}[]`

export const featureTypes: readonly FeatureType[] = [...scalarTypes, ...scalarTypes.map((type) => `${type}[]` as const)]

export const isFeatureType = (text: string): text is FeatureType => featureTypes.some((type) => type === text)

export interface Column {
  readonly name: string
  readonly type: FeatureType
}

/** A value inside Pintail: int64 and timestamp (UTC microseconds) are bigint; lists are arrays. */
export type Value = string | number | bigint | boolean | Uint8Array | null | readonly Value[]

const engineTypes: Readonly<Record<ScalarType, string>> = {
  string: 'VARCHAR',
  int32: 'INTEGER',
  int64: 'BIGINT',
  float32: 'FLOAT',
  float64: 'DOUBLE',
  bool: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  bytes: 'BLOB',
  json: 'JSON',
}

export const isList = (type: FeatureType): type is `${ScalarType}[]` => type.endsWith('[]')

/** The scalar a list holds, or the scalar itself. */
export const elementType = (type: FeatureType): ScalarType => (isList(type) ? type.slice(0, -2) : type) as ScalarType

/** The DuckDB type in which a feature type is stored: `float64[]` → `DOUBLE[]`. */
export const engineType = (type: FeatureType): string => engineTypes[elementType(type)] + (isList(type) ? '[]' : '')

const fromEngine: Readonly<Record<string, ScalarType>> = {
  VARCHAR: 'string',
  UUID: 'string',
  TIME: 'string',
  INTERVAL: 'string',
  BIT: 'string',
  TINYINT: 'int32',
  SMALLINT: 'int32',
  INTEGER: 'int32',
  UTINYINT: 'int32',
  USMALLINT: 'int32',
  BIGINT: 'int64',
  UINTEGER: 'int64',
  FLOAT: 'float32',
  DOUBLE: 'float64',
  HUGEINT: 'float64',
  UHUGEINT: 'float64',
  UBIGINT: 'int64',
  BOOLEAN: 'bool',
  DATE: 'timestamp',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_S: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  TIMESTAMP_NS: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamp',
  BLOB: 'bytes',
  JSON: 'json',
  '"NULL"': 'string',
  NULL: 'string',
}

/** The feature type that holds a DuckDB type; structures, maps and nested lists are json. */
export const typeOfEngine = (engine: string): FeatureType => {
  if (engine.endsWith('[]')) {
    const element = fromEngine[engine.slice(0, -2)]
    return element === undefined ? 'json' : `${element}[]`
  }
  if (engine.startsWith('DECIMAL')) return 'float64'
  if (engine.startsWith('ENUM')) return 'string'
  return fromEngine[engine] ?? 'json'
}
