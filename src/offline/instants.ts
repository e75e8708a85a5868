// When is a computed time? What is made of UTC times is in UTC; any other naive time is local to its source.
import type { SourceDefinition } from '../core/definitions.ts'
import { quoteText } from '../sql/quote.ts'

export const timezoneOf = (definition: SourceDefinition): string => definition.timezone ?? 'UTC'

/** SQL of a naive time, or of a date, as the instant it is where the source is; other types as they are. */
export const inUtc = (sql: string, engine: string, definition: SourceDefinition): string => {
  const timezone = timezoneOf(definition)
  const naive = engine === 'DATE' || (engine.startsWith('TIMESTAMP') && !engine.endsWith('WITH TIME ZONE'))
  return timezone === 'UTC' || !naive ? sql : `timezone(${quoteText(timezone)}, CAST((\n${sql}\n) AS TIMESTAMP))`
}
