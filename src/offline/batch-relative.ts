// Can one row be computed alone? Where it needs its batch, the fitted form that says the same is told.
import { PintailError } from '../core/errors.ts'
import type { Tree } from '../core/expression.ts'
import { expressionOf } from '../core/features.ts'
import { fitCallsOf, fittedForm } from '../core/fit-calls.ts'
import { canonicalJson } from '../core/json.ts'
import type { Expressions } from './expressions.ts'

/** The type that `bind` gives; its refusal of an aggregate or window function is thrown with the form to use instead. */
export const rowAlone = async (
  expressions: Expressions,
  tree: Tree,
  sql: string,
  bind: () => Promise<string>,
): Promise<string> => {
  try {
    return await bind()
  } catch (cause) {
    if (!(cause instanceof PintailError) || cause.code !== 'batch_relative_expression') throw cause
    const form = fittedForm(tree)
    throw new PintailError({
      code: cause.code,
      message: `the value for a row depends on which other rows are present: ${sql.trim()}`,
      fix: form === null ? cause.fix : await fixOf(expressions, form),
      cause,
    })
  }
}

const fixOf = async (expressions: Expressions, form: Tree): Promise<string> => {
  const printed = await expressions.print(form)
  const [first] = fitCallsOf(form).calls
  if (!first) return `write ${printed}`
  const of = await expressions.print(first.argument)
  for (const feature of [{ minMax: of }, { standardize: of }]) {
    const same = await expressions.parse(expressionOf(feature).expression)
    if (canonicalJson(same) === canonicalJson(form)) {
      const short = 'minMax' in feature ? `minMax: ${of}` : `standardize: ${of}`
      return `write ${short}, which is ${printed}: its numbers are fitted once`
    }
  }
  return `write ${printed}: its numbers are fitted once`
}
