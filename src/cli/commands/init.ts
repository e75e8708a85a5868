// Starts a project that runs, and says what to do next.
import { resolve } from 'node:path'
import { makeProject } from '../new-project.ts'
import { treeLines } from '../present/tree.ts'
import { sheetOf } from '../sheet.ts'
import { shellWord } from '../shell-word.ts'
import { type TemplateName, templateNames } from '../templates.ts'
import type { Verb } from '../verb.ts'

export const init: Verb = {
  words: [{ form: '[dir]', about: 'the folder, made where it is missing; this one without', names: 'file' }],
  options: [{ flags: '--template <name>', about: 'with sample data or without', choices: templateNames }],
  examples: [
    { line: 'pintail init my-project', about: 'a project that runs, on synthetic data' },
    { line: 'pintail init shop --template events', about: 'behaviour: events, windows, categories' },
    { line: 'pintail init --template empty', about: 'this folder, for your own data' },
  ],
  run: async (given, context) => {
    const [folder = '.'] = given.words
    const template = templateNames.find((name) => name === given.text('template')) ?? 'heart'
    const { editorTypes } = await import('../../pintail.ts')
    const made = makeProject(resolve(context.io.directory, folder), template, await editorTypes())
    const next = [...(folder === '.' ? [] : [`cd ${shellWord(folder)}`]), ...nextCommands[template]]
    await context.report(
      treeLines(folder, made, context.paint),
      sheetOf(made.map(({ path, kept }) => ({ path, kept }))),
    )
    await context.hint(next)
    return undefined
  },
}

const nextCommands: Readonly<Record<TemplateName, readonly string[]>> = {
  heart: [
    'pintail apply',
    'pintail ingest',
    'pintail historical --spine data/labels.csv --service heart_risk -o training.parquet',
  ],
  events: [
    'pintail apply',
    'pintail ingest',
    'pintail historical --spine data/labels.csv --service purchase_model -o training.parquet',
  ],
  empty: ['pintail plan', 'pintail apply', 'pintail ingest'],
}
