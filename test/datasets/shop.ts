// A project with two views over one source, whose files the tests write: what datasets are tried on.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { DatasetRequest } from '../../src/core/datasets.ts'
import { parseInstant } from '../../src/core/instants.ts'
import { open, type Pintail } from '../../src/pintail.ts'

export interface Said {
  readonly total?: string
  readonly ttl?: string
  /** Without it the view of visits is not declared. */
  readonly visits?: boolean
}

const definitions = ({ total = 'amount * 2', ttl = '30d', visits = true }: Said): string => `
entities:
  customer: { keys: { customer_id: int64 } }
sources:
  orders: { type: csv, path: data/*.csv, timestamp: at, created: known }
views:
  buying:
    entity: customer
    source: orders
    ttl: ${ttl}
    features:
      total: { sql: ${total}, type: float64, default: -1 }
      scaled: { minMax: amount }
${
  visits
    ? `  visiting:
    entity: customer
    source: orders
    features:
      page: page
`
    : ''
}
services:
  model: { features: ['buying:*'${visits ? `, 'visiting:*'` : ''}] }
`

export interface Shop {
  readonly folder: string
  readonly pintail: Pintail
  path(name: string): string
  /** Lands a file of lines `customer,at,known,amount,page`. */
  land(name: string, lines: readonly string[], views?: readonly string[]): Promise<void>
  /** Says the definitions anew and applies them. */
  say(said: Said): Promise<void>
  /** The same project, opened anew. */
  reopen(threads: number): Promise<Pintail>
}

const created = parseInstant('2026-03-01T00:00:00Z', 'the test')

export const openShop = async (t: TestContext, said: Said = {}): Promise<Shop> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pintail-shop-')))
  for (const name of ['features', 'data']) mkdirSync(join(folder, name))
  const path = (name: string): string => join(folder, name)
  const clock = { now: () => created }
  writeFileSync(path('pintail.yaml'), 'project: shop\n')
  writeFileSync(path('features/shop.yaml'), definitions(said))
  writeFileSync(path('data/first.csv'), first)
  const opened: Pintail[] = []
  const reopen = async (threads: number): Promise<Pintail> => {
    const pintail = await open(folder, { clock, environment: { PINTAIL_THREADS: String(threads) } })
    opened.push(pintail)
    return pintail
  }
  const pintail = await reopen(2)
  t.after(async () => {
    for (const each of opened) await each.close()
    rmSync(folder, { recursive: true, force: true })
  })
  await pintail.apply()
  return {
    folder,
    pintail,
    path,
    reopen,
    land: async (name, lines, views = []) => {
      writeFileSync(path(`data/${name}`), [header, ...lines, ''].join('\n'))
      await pintail.ingest({ views, full: false })
    },
    say: async (next) => {
      writeFileSync(path('features/shop.yaml'), definitions(next))
      await pintail.apply()
    },
  }
}

const header = 'customer_id,at,known,amount,page'

const first = `${header}
1,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z,10,home
1,2026-01-05T00:00:00Z,2026-01-05T00:00:00Z,20,cart
2,2026-01-02T00:00:00Z,2026-01-03T00:00:00Z,30,home
3,2026-01-09T00:00:00Z,2026-01-09T00:00:00Z,,blog
`

/** A spine of eight rows: one without an instant, one of an unknown customer, two of one instant. */
export const labels = `customer_id,when,bought,note
1,2026-01-03T00:00:00Z,0,007
1,2026-01-06T00:00:00Z,1,
2,2026-01-06T00:00:00Z,1,"a, b"
2,2026-01-01T00:00:00Z,0,x
3,2026-01-10T00:00:00Z,0,
9,2026-01-10T00:00:00Z,,y
1,,1,z
3,2026-01-20T00:00:00Z,1,
`

/** A request for all features of the spine `labels.csv`, which is written where it is missing. */
export const asked = (shop: Shop, name: string, more: Partial<DatasetRequest> = {}): DatasetRequest => {
  writeFileSync(shop.path('labels.csv'), labels)
  return {
    name,
    spine: { path: shop.path('labels.csv'), format: null },
    features: [],
    service: 'model',
    fullFeatureNames: false,
    timestamp: 'when',
    knownAt: false,
    target: 'bought',
    split: null,
    copy: null,
    ...more,
  }
}
