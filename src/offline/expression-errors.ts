// What did DuckDB dislike about an expression? Its messages in our words and codes.
import { messageOf, PintailError } from '../core/errors.ts'

export const parseError = (message: string, sql: string): PintailError =>
  new PintailError({
    code: 'bad_expression',
    message: `${inner(message)} in: ${sql.trim()}`,
    fix: 'write one SQL expression; a column whose name is no plain word is quoted: "Total Amount"',
  })

/** Parts of the message that show how we wrapped the expression. */
const inner = (message: string): string =>
  message
    .replace(/\n[)\]] FROM source"/, '"')
    .replace(/at or near "[)\]]"/, 'at its end')
    .replace(/"?FROM"?$/, 'its end')

/** The error of binding an expression that parsed; anything not about the expression stays as it is. */
export const bindError = (cause: unknown, sql: string): unknown => {
  if (!(cause instanceof PintailError) || cause.code !== 'engine_failure') return cause
  const message = messageOf(cause)
  const about = (code: PintailError['code'], said: string, fix: string): PintailError =>
    new PintailError({ code, message: `${said}: ${sql.trim()}`, fix, cause })
  if (/cannot contain (aggregates|window functions)/.test(message) || /GROUPING function/.test(message)) {
    return about(
      'batch_relative_expression',
      'its value for a row depends on which other rows are present',
      fittedForms,
    )
  }
  if (/UNNEST not supported/.test(message)) {
    return about('bad_expression', 'it gives several rows for one', 'keep the list, or take one element: list[1]')
  }
  if (/No function matches|Cannot compare|Cannot mix|Conversion Error|Cannot cast|Unimplemented type/.test(message)) {
    const detail = message.replace(/^(Binder|Conversion) Error: /, '').replace(/ You might need to add.*/, '')
    return about('bad_type', detail.replace(/\.$/, ''), 'cast what does not fit: TRY_CAST(column AS DOUBLE)')
  }
  const plain = message.replace(/^\w+ Error: /, '')
  return about('bad_expression', plain.replace(/[!.]$/, ''), 'functions are those of DuckDB')
}

/** What RE2 says of a text that is no regular expression. */
export const patternError = (cause: unknown, text: string): unknown => {
  if (!(cause instanceof PintailError) || cause.code !== 'engine_failure') return cause
  const what = messageOf(cause).replace(/^[\w ]+ Error: /, '')
  return new PintailError({
    code: 'bad_expression',
    message: `${JSON.stringify(text)} is no regular expression: ${what}`,
    fix: 'write it as RE2 reads it, without look-ahead and back-references: ^[A-Z]{2}\\d+$',
    cause,
  })
}

export const fittedForms =
  'use numbers fitted once: fit_min(x), fit_max(x), fit_mean(x), fit_stddev(x), fit_quantile(x, q)'
