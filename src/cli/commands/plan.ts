// What would `apply` record?

import { refreshEditorTypes } from '../editor-types.ts'
import { planLines, planSheet } from '../present/plan.ts'
import type { Verb } from '../verb.ts'

export const plan: Verb = {
  words: [],
  options: [],
  examples: [
    { line: 'pintail plan', about: 'what changed since the last apply' },
    { line: 'pintail plan --format json', about: 'the same for a program' },
  ],
  run: async (_given, context) => {
    const found = await context.withProject(async (pintail) => {
      await refreshEditorTypes(pintail.project.root)
      return pintail.plan()
    })
    await context.report(planLines(found, context.paint), planSheet(found))
    if (found.changes.length > 0) await context.hint(['pintail apply'])
    return undefined
  },
}
