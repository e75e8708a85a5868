// What does `import 'pintail'` give? The builders of definitions, and their types.
export type {
  CsvBody,
  CsvOptions,
  DerivedColumn,
  Entity,
  EntityBody,
  FeatureService,
  FeatureView,
  JsonBody,
  KeyType,
  LongFeature,
  ParquetBody,
  ServiceBody,
  Source,
  ViewBody,
} from '../core/define.ts'
export {
  bucketize,
  csv,
  entity,
  featureService,
  featureView,
  json,
  minMax,
  parquet,
  sql,
  standardize,
} from '../core/define.ts'
export type { FeatureType } from '../core/values.ts'
