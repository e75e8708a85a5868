// Which Pintail is this?
import { pintailVersion } from '../../core/product.ts'
import { sheetOf } from '../sheet.ts'
import type { Verb } from '../verb.ts'

export const version: Verb = {
  words: [],
  options: [],
  examples: [
    { line: 'pintail version', about: 'the number alone' },
    { line: 'pintail version --format json', about: 'with the runtime and the platform' },
  ],
  run: async (_given, context) => {
    const { wishes } = context
    if (wishes.format === null || wishes.format === 'table') await context.print(`pintail ${pintailVersion}\n`)
    else {
      const platform = `${process.platform}-${process.arch}`
      await context.printSheet(sheetOf([{ pintail: pintailVersion, node: process.versions.node, platform }]))
    }
    return undefined
  },
}
