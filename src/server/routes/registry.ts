// GET /v1/…: the registry over HTTP, read-only and paged, as the same JSON that the command line gives.
import { type Context, Hono } from 'hono'
import { jsonOf } from '../../core/json-text.ts'
import { listable } from '../../core/verbs.ts'
import type { Pintail } from '../../pintail.ts'
import { type Query, queryOf, required } from '../queries.ts'

/** What these routes need of the front door. */
export type Browsed = Pick<
  Pintail,
  | 'list'
  | 'show'
  | 'search'
  | 'lineage'
  | 'diff'
  | 'stats'
  | 'runs'
  | 'run'
  | 'freshness'
  | 'recordedDrift'
  | 'recordedChecks'
>

const usualPage = 100
const everyRun = 1_000_000
const largestPage = 1000

const paging = ['limit', 'offset']
const filters = ['view', 'entity', 'owner', 'tag', 'status']
const statuses = ['current', 'pinned', 'retired'] as const
const searched = ['view', 'feature', 'service', 'entity', 'source', 'dataset'] as const
const directions = ['up', 'down', 'both'] as const

export const registryRoutes = (pintail: Browsed): Hono => {
  const app = new Hono()
  for (const what of listable.filter((it) => it !== 'runs')) {
    app.get(`/v1/${what}`, (context) => {
      const query = asked(context, [...filters, ...paging])
      return page(context, query, pintail.list({ what, ...filtersOf(query) }))
    })
    app.get(`/v1/${what}/:name`, (context) => {
      asked(context, [])
      return answer(context, pintail.show(context.req.param('name'), what))
    })
  }
  app.get('/v1/runs', async (context) => {
    const query = asked(context, ['view', 'kind', 'status', ...paging])
    const [view = null, kind = null, status = null] = ['view', 'kind', 'status'].map((it) => query.text(it))
    return page(context, query, await pintail.runs({ view, kind, status, limit: everyRun }))
  })
  app.get('/v1/runs/:name', async (context) => {
    asked(context, [])
    const name = context.req.param('name')
    return answer(context, await (/^\d{1,15}$/.test(name) ? pintail.run(Number(name)) : pintail.show(name, 'runs')))
  })
  app.get('/v1/features/:name/stats', async (context) => {
    const query = asked(context, ['run', ...paging])
    const reference = context.req.param('name')
    const run = query.whole('run', 1, 999_999_999) ?? null
    return page(context, query, await pintail.stats({ reference, run }))
  })
  app.get('/v1/features/:name/versions', (context) => {
    const query = asked(context, paging)
    const { versions } = pintail.show(context.req.param('name'), 'features')
    return page(context, query, Array.isArray(versions) ? versions : [])
  })
  app.get('/v1/features/:name/lineage', (context) => {
    const direction = asked(context, ['direction']).oneOf('direction', directions) ?? 'both'
    const reference = context.req.param('name')
    pintail.show(reference, 'features')
    return answer(context, pintail.lineage({ reference, direction }))
  })
  app.get('/v1/features/:name/diff', async (context) => {
    const query = asked(context, ['a', 'b', 'statistics'])
    const reference = context.req.param('name')
    pintail.show(reference, 'features')
    const [a = null, b = null] = [query.text('a'), query.text('b')]
    // Values are compared only where they are asked for: that takes the engine, and time.
    const request = { reference, a, b, statistics: query.flag('statistics') }
    return answer(context, await pintail.diff(request, { signal: context.req.raw.signal }))
  })
  app.get('/v1/search', (context) => {
    const query = asked(context, ['q', 'kind', ...filters, ...paging])
    const kind = query.oneOf('kind', searched)
    return page(context, query, pintail.search({ words: required(query, 'q'), kind, ...filtersOf(query) }))
  })
  app.get('/v1/drift', (context) => {
    const query = asked(context, ['view', 'run', ...paging])
    const run = query.whole('run', 1, 999_999_999) ?? null
    return page(context, query, pintail.recordedDrift({ view: query.text('view') ?? null, run }))
  })
  app.get('/v1/checks', async (context) => {
    const query = asked(context, ['view', 'run', ...paging])
    const run = query.whole('run', 1, 999_999_999) ?? null
    const found = await pintail.recordedChecks({ view: query.text('view') ?? null, run })
    const results = found.flatMap((it) => it.results.map((result) => ({ run: it.run, ...result })))
    return page(context, query, results)
  })
  app.get('/v1/freshness', async (context) => {
    const query = asked(context, ['view', ...paging])
    const view = query.text('view')
    return page(context, query, await pintail.freshness(view === undefined ? [] : [view]))
  })
  return app
}

const asked = (context: Context, known: readonly string[]): Query => queryOf(context.req.url, known)

const filtersOf = (query: Query) => ({
  view: query.text('view'),
  entity: query.text('entity'),
  owner: query.text('owner'),
  tag: query.text('tag'),
  status: query.oneOf('status', statuses),
})

const answer = (context: Context, value: unknown): Response =>
  context.body(jsonOf(value), 200, { 'content-type': 'application/json' })

/** `{ total, limit, offset, items }`: items are what the command line lists. */
const page = (context: Context, query: Query, all: readonly unknown[]): Response => {
  const limit = query.whole('limit', 1, largestPage) ?? usualPage
  const offset = query.whole('offset', 0, Number.MAX_SAFE_INTEGER) ?? 0
  return answer(context, { total: all.length, limit, offset, items: all.slice(offset, offset + limit) })
}

const parts = ['stats', 'versions', 'diff', 'lineage']
const single = ['drift', 'checks', 'freshness', 'search']

/** For people, in the answer to a path that is not there. */
export const registryPaths: readonly string[] = [
  `/v1/{${listable.join(',')}}[/{name}]`,
  `/v1/features/{ref}/{${parts.join(',')}}`,
  `/v1/{${single.join(',')}}`,
]

/** `/v1/features/{name}/stats`: the route of a path, whatever it names; null when it is none of these. */
export const registryRouteOf = (path: string): string | null => {
  const [, version, first = '', name, part, ...others] = path.split('/')
  if (version !== 'v1' || others.length > 0) return null
  if (name === undefined) return [...listable, ...single].includes(first) ? `/v1/${first}` : null
  if (!listable.some((it) => it === first) || name === '') return null
  if (part === undefined) return `/v1/${first}/{name}`
  return first === 'features' && parts.includes(part) ? `/v1/features/{name}/${part}` : null
}
