// Which columns does the registry's table have, and by which words is it filtered?
import type { Micros } from '../../core/clock.ts'
import type { Coverage, Health } from '../../core/watching.ts'
import type { Fresh, FreshRead, HealthRead } from '../data/health.ts'
import type { Registered, RegistryRead } from '../data/registry.ts'
import { freshWord } from '../present/fresh.ts'
import { type Cell, cell } from '../present/lines.ts'
import type { ListingOf } from '../present/listing.ts'
import type { Tone } from '../present/theme.ts'
import { verdictWords } from '../present/verdicts.ts'
import { counted, percent, shortAge } from '../present/words.ts'

/** All that the table tells, of which only the registry itself is sure to be there. */
export interface Known {
  readonly read: RegistryRead
  readonly health: HealthRead
  readonly fresh: FreshRead
  /** By view, as far as it was counted. */
  readonly coverage: ReadonlyMap<string, readonly Coverage[]>
}

type Word = readonly [string, Tone]
const nothing: Word = ['', 'plain']

/** The first that tells: what fails, what warns, that all is well. */
export const checksWord = ({ passed, warn, fail }: Health['checks']): Word => {
  if (fail > 0) return [`${fail} FAIL`, 'bad']
  if (warn > 0) return [`${warn} WARN`, 'warn']
  return passed > 0 ? ['ok', 'good'] : nothing
}

/** Of a feature what holds for it; where its view is not served, what holds for the view. */
const freshOf = (it: Registered, { fresh }: Known): Fresh | undefined => fresh.get(it.reference) ?? fresh.get(it.view)

/** Online where it is served; of a view, its least covered feature. */
export const coveredShare = (of: readonly Coverage[]): number | null => {
  const shares = of.flatMap((it) => it.online_share ?? it.offline_share ?? [])
  return shares.length === 0 ? null : Math.min(...shares)
}

/** Its own members, where it is a feature. */
export const coverageOf = (it: Registered, { coverage }: Pick<Known, 'coverage'>): readonly Coverage[] => {
  const ofView = coverage.get(it.view) ?? []
  if (it.kind === 'view') return ofView
  return ofView.filter(({ feature }) => feature === it.reference || feature.startsWith(`${it.reference}:`))
}

const rowsOf = (it: Registered, { read }: Known): number | null =>
  it.kind === 'view' ? (read.sources.get(it.source)?.rows ?? null) : null

const ingested = (it: Registered, { read }: Known): Micros | null =>
  it.kind === 'view' ? (read.ingested.get(it.source)?.started ?? null) : null

const freshText = (found: Fresh, now: Micros): string => {
  const [word] = freshWord(found)
  const age = found.newest === null ? (word === 'LATE' ? 'never' : '') : shortAge(found.newest, now)
  return [word, age].filter((part) => part !== '').join(' ')
}

/** Of a feature only what is not said of its view already. */
const freshCell = (it: Registered, known: Known, now: Micros): Cell => {
  const [found, ofView] = [freshOf(it, known), known.fresh.get(it.view)]
  if (found === undefined) return cell('')
  const [word, tone] = freshWord(found)
  const text = freshText(found, now)
  if (it.kind === 'view') return cell(text, word === '' ? 'dim' : tone)
  if (ofView !== undefined && freshText(ofView, now) === text) return cell('')
  return cell(text, word === 'MISSING' ? tone : 'dim')
}

const coverageCell = (it: Registered, known: Known): Cell => {
  const share = coveredShare(coverageOf(it, known))
  return cell(percent(share), share === 0 ? 'bad' : 'plain')
}

/** Which services read a feature, or any feature of a view. */
const servicesOf = ({ services }: RegistryRead): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>()
  for (const { name, features } of services)
    for (const reference of new Set(features.flatMap((it) => [it, it.split(':', 1)[0] ?? '']))) {
      const known = found.get(reference)
      if (known) known.push(name)
      else found.set(reference, [name])
    }
  return found
}

export const registryColumns = (known: Known): ListingOf<Registered> => {
  const services = servicesOf(known.read)
  const viewTags = new Map(known.read.views.map(({ reference, tags }) => [reference, tags]))
  /** Those that its view does not have. */
  const ownTags = (it: Registered): readonly string[] =>
    it.kind === 'view' ? it.tags : it.tags.filter((tag) => viewTags.get(it.view)?.includes(tag) !== true)
  const healthOf = ({ reference }: Registered): Health | undefined => known.health.get(reference)
  const drift = (it: Registered): Word => {
    const verdict = healthOf(it)?.drift ?? null
    return verdict === null ? nothing : verdictWords[verdict]
  }
  const checks = (it: Registered): Word => {
    const found = healthOf(it)?.checks
    return found === undefined ? nothing : checksWord(found)
  }
  const fresh = (it: Registered): string => {
    const found = freshOf(it, known)
    return found === undefined ? '' : freshWord(found)[0]
  }
  return {
    id: ({ reference }) => reference,
    kind: ({ kind }) => kind,
    fields: (it) => ({
      what: [it.reference],
      kind: [it.kind],
      view: [it.view],
      type: [it.type],
      entity: it.entities,
      service: services.get(it.reference) ?? [],
      owner: [it.owner],
      tag: it.tags,
      status: [it.status, drift(it)[0], checks(it)[0], fresh(it)],
      drift: [drift(it)[0], healthOf(it)?.drift ?? ''],
      checks: [checks(it)[0]],
      fresh: [fresh(it)],
      words: [it.description],
    }),
    columns: [
      {
        title: 'VIEW / FEATURE',
        align: 'left',
        rank: 0,
        least: 40,
        cell: (it) => (it.kind === 'view' ? cell(it.reference, 'bold') : cell(`  ${it.reference}`)),
        value: (it) => it.reference,
      },
      {
        title: 'VER',
        align: 'right',
        rank: 4,
        goesWhereSame: true,
        cell: (it) => cell(`v${it.version}`),
        value: (it) => it.version,
      },
      {
        title: 'TYPE',
        align: 'left',
        rank: 8,
        goesWhereSame: true,
        cell: (it) => (it.kind === 'view' ? cell('view', 'accent') : cell(it.type)),
        value: (it) => it.type,
      },
      {
        title: 'ENTITY',
        align: 'left',
        rank: 9,
        most: 16,
        goesWhereSame: true,
        cell: (it) => cell(it.entities.join(', ')),
      },
      { title: 'OWNER', align: 'left', rank: 7, most: 16, goesWhereSame: true, cell: (it) => cell(it.owner) },
      {
        title: 'ROWS LANDED',
        short: 'LANDED',
        align: 'right',
        rank: 6,
        cell: (it) => {
          const rows = rowsOf(it, known)
          return cell(rows === null ? '' : counted(rows))
        },
        value: (it) => rowsOf(it, known),
      },
      {
        title: 'COVERAGE',
        short: 'COVER',
        align: 'right',
        rank: 5,
        cell: (it) => coverageCell(it, known),
        value: (it) => coveredShare(coverageOf(it, known)),
      },
      {
        title: 'FRESH',
        exported: 'NEWEST EVENT',
        align: 'left',
        rank: 3,
        cell: (it, now) => freshCell(it, known, now),
        value: (it) => freshOf(it, known)?.newest ?? null,
      },
      {
        title: 'DRIFT',
        align: 'left',
        rank: 1,
        cell: (it) => cell(...drift(it)),
        value: (it) => drift(it)[0] || null,
      },
      {
        title: 'CHECKS',
        align: 'left',
        rank: 2,
        cell: (it) => cell(...checks(it)),
        value: (it) => checks(it)[0] || null,
      },
      {
        title: 'TAGS',
        align: 'left',
        rank: 11,
        most: 18,
        goesWhereSame: true,
        cell: (it) => cell(ownTags(it).join(', '), 'dim'),
        value: (it) => it.tags.join(', '),
      },
      {
        title: 'INGESTED',
        align: 'right',
        rank: 10,
        cell: (it, now) => (it.kind === 'view' ? cell(shortAge(ingested(it, known), now)) : cell('')),
        value: (it) => ingested(it, known),
      },
      {
        title: 'DEFINED',
        align: 'right',
        rank: 12,
        goesWhereSame: true,
        cell: (it, now) => cell(shortAge(it.applied, now), 'dim'),
        value: (it) => it.applied,
      },
    ],
  }
}
