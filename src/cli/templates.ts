// What does a new project hold? Sample files, from inside the executable or from the sources beside it; data too large
// for that are drawn anew, from the same seed on every machine.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getAsset, isSea } from 'node:sea'
import { drawShop, eventFiles, labelsText, type Shop } from '../../sample-data/shop/shop.ts'

export const templateNames = ['heart', 'events', 'empty'] as const
export type TemplateName = (typeof templateNames)[number]

export interface TemplateFile {
  /** Below the project's folder, with `/`; `*` stands for what differs between the files of one kind. */
  readonly path: string
  readonly about: string
  files(): Iterable<readonly [path: string, content: string | Uint8Array]>
}

/** A file of one text. */
export const textFile = (path: string, about: string, text: () => string): TemplateFile => ({
  path,
  about,
  files: () => [[path, text()]],
})

/** The files of sample-data/ that the executable carries: the build packs each under `samples/` and its path. */
export const sampleFiles = [
  'clinic/features/heart.ts',
  'clinic/data/visits.csv',
  'clinic/data/labels.csv',
  'shop/features/shop.ts',
] as const

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

const heart = (): readonly TemplateFile[] => [
  textFile('features/heart.ts', 'six cardiac features and the service of a model', () =>
    sample('clinic/features/heart.ts'),
  ),
  textFile('data/visits.csv', 'visits of a synthetic clinic', () => sample('clinic/data/visits.csv')),
  textFile('data/labels.csv', 'a diagnosis a patient: the spine of a training set', () =>
    sample('clinic/data/labels.csv'),
  ),
]

const events = (): readonly TemplateFile[] => {
  let drawn: Shop | undefined
  const shop = (): Shop => {
    drawn ??= drawShop()
    return drawn
  }
  return [
    textFile('features/shop.ts', 'what visitors did, and the service of a model', () =>
      sample('shop/features/shop.ts'),
    ),
    {
      path: 'data/events/day=*/events.parquet',
      about: 'two months of a synthetic shop',
      files: function* () {
        for (const [path, content] of eventFiles(shop())) yield [`data/${path}`, content]
      },
    },
    textFile('data/labels.csv', 'who bought within a week: the spine of a training set', () => labelsText(shop())),
  ]
}

const empty = (): readonly TemplateFile[] => [
  textFile('features/features.yaml', 'definitions, to be written', () => starter),
  textFile('data/README.md', 'the place for your files', () => 'Put the files that your sources name here.\n'),
]

const templates: Readonly<Record<TemplateName, () => readonly TemplateFile[]>> = { heart, events, empty }

export const templateFiles = (name: TemplateName): readonly TemplateFile[] => templates[name]()
