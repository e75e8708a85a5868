// What stands in for a missing value? The feature's default, as the very last step: no expression ever sees it.
import { defaultReplacesZero } from '../core/empty-values.ts'
import { engineType } from '../core/values.ts'
import type { FeatureVersion } from '../core/versions.ts'
import type { Parameters } from '../offline/offline-store.ts'

/** SQL for the value or its default, and the parameter it needs, if any. */
export const withDefaults = (
  value: string,
  feature: Pick<FeatureVersion, 'aggregate' | 'default' | 'type'>,
  name: string,
): { readonly sql: string; readonly parameter: Parameters } =>
  feature.default === null
    ? { sql: value, parameter: {} }
    : {
        sql: `coalesce(${defaultReplacesZero(feature) ? `nullif(${value}, CAST(0 AS ${engineType(feature.type)}))` : value}, CAST($${name} AS ${engineType(feature.type)}))`,
        parameter: { [name]: feature.default },
      }
