// What does a new project hold? The sample files, from inside the executable or from the sources beside it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getAsset, isSea } from 'node:sea'

export const templateNames = ['heart', 'empty'] as const
export type TemplateName = (typeof templateNames)[number]

export interface TemplateFile {
  /** Below the project's folder, with `/`. */
  readonly path: string
  readonly about: string
  text(): string
}

/** The files of sample-data/ that the executable carries: the build packs each under `samples/` and its path. */
export const sampleFiles = ['clinic/features/heart.ts', 'clinic/data/visits.csv', 'clinic/data/labels.csv'] as const

const sample = (path: (typeof sampleFiles)[number]): string =>
  isSea()
    ? getAsset(`samples/${path}`, 'utf8')
    : readFileSync(join(import.meta.dirname, '../../sample-data', path), 'utf8')

const starter = `# Define entities, sources, views and services here, or in TypeScript beside this file.
# \`pintail schema\` prints what can be said; \`pintail plan\` checks it.
#
# entities:
#   user: { keys: { user_id: string } }
# sources:
#   orders: { type: csv, path: data/orders.csv, timestamp: ordered_at }
# views:
#   spending:
#     entity: user
#     source: orders
#     features:
#       amount: amount
#       is_large: amount >= 100
# services:
#   shopper: { features: [spending:amount, spending:is_large] }
`

const templates: Readonly<Record<TemplateName, readonly TemplateFile[]>> = {
  heart: [
    {
      path: 'features/heart.ts',
      about: 'six cardiac features and the service of a model',
      text: () => sample('clinic/features/heart.ts'),
    },
    { path: 'data/visits.csv', about: 'visits of a synthetic clinic', text: () => sample('clinic/data/visits.csv') },
    {
      path: 'data/labels.csv',
      about: 'a diagnosis a patient: the spine of a training set',
      text: () => sample('clinic/data/labels.csv'),
    },
  ],
  empty: [
    { path: 'features/features.yaml', about: 'definitions, to be written', text: () => starter },
    {
      path: 'data/README.md',
      about: 'the place for your files',
      text: () => 'Put the files that your sources name here.\n',
    },
  ],
}

export const templateFiles = (name: TemplateName): readonly TemplateFile[] => templates[name]
