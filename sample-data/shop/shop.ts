// What does the sample shop's data look like? Two months of behaviour, a file a day, and a label a visitor; seeded,
// synthetic. `pintail init --template events` writes the files, and so does `node sample-data/shop/shop.ts DIR`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Chance, seeded } from '../random.ts'
import { type Label, labelOf, visitsOf } from './course.ts'
import { known, type Row, rowsOf, visitDelay } from './delivery.ts'
import { parquetFile } from './parquet.ts'
import { visitEvents } from './visit.ts'
import { day, drawVisitor, opening, type Visitor } from './visitor.ts'

const visitors = 3000

export interface Shop {
  readonly rows: readonly Row[]
  readonly labels: readonly Label[]
}

export const drawShop = (seed = 60): Shop => {
  const chance = seeded(seed)
  const rows: Row[] = []
  const labels: Label[] = []
  let sessions = 0
  let ids = 0
  for (let position = 1; position <= visitors; position++) {
    const visitor = drawVisitor(position, chance)
    const visits = visitsOf(visitor, chance).map(({ start, purpose }) => {
      sessions += 1
      const session = `s${String(sessions).padStart(5, '0')}`
      return visitEvents(visitor, session, start, purpose, chance)
    })
    for (const events of visits) {
      const delay = visitDelay(chance)
      for (const event of events) {
        ids += 1
        for (const row of rowsOf(event, ids, delay, chance)) rows.push(row, ...hindsight(row, visitor, chance))
      }
    }
    labels.push(labelOf(visitor, visits.flat(), chance))
  }
  return { rows: rows.sort((a, b) => known(a) - known(b)), labels }
}

/** A buyer's earlier identify events are sent again after the purchase, and then say that they are a member. */
const hindsight = (row: Row, { buys }: Visitor, chance: Chance): readonly Row[] => {
  const purchase = buys.find((at) => at > known(row))
  if (row.event_type !== 'identify' || purchase === undefined) return []
  const event_properties = JSON.stringify({ user_id: `u${row.device_id?.slice(1)}`, plan: 'member' })
  return [{ ...row, event_properties, updated_time: purchase + chance.whole(1, day) }]
}

/** Event files by their paths below `data`: a folder for each day on which events arrived. */
export function* eventFiles({ rows }: Shop): Generator<readonly [path: string, content: Buffer]> {
  const arrived = Map.groupBy(rows, (row) => Math.floor((known(row) - opening) / day))
  for (const [number, ofDay] of arrived) {
    const date = instant(opening + number * day).slice(0, 10)
    yield [`events/day=${date}/events.parquet`, parquetFile(columnsOf(ofDay))]
  }
}

export const labelsText = ({ labels }: Shop): string => {
  const lines = labels.map(({ visitor, at, bought }) => `${visitor},${instant(at)},${Number(bought)}`)
  return `${['device_id,event_timestamp,has_purchased', ...lines].join('\n')}\n`
}

const instant = (milliseconds: number): string => new Date(milliseconds).toISOString()

const columnsOf = (rows: readonly Row[]) => {
  const texts = (name: TextColumn) => ({ name, texts: rows.map((row) => row[name]) })
  const instants = (name: InstantColumn) => ({ name, instants: rows.map((row) => row[name]) })
  return [
    texts('event_id'),
    ...(['event_time', 'processed_time', 'updated_time'] as const).map(instants),
    ...(['device_id', 'session_id', 'view_id', 'event_type'] as const).map(texts),
    ...(['event_properties', 'source_type', 'source_properties'] as const).map(texts),
  ]
}

type InstantColumn = 'event_time' | 'processed_time' | 'updated_time'
type TextColumn = Exclude<keyof Row, InstantColumn>

if (import.meta.main) {
  const [folder = 'data'] = process.argv.slice(2)
  const shop = drawShop()
  for (const [path, content] of [...eventFiles(shop), ['labels.csv', labelsText(shop)] as const]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}
