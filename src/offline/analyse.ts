// What do the definitions come to? Every expression parsed, bound over typed columns and fingerprinted, or all that is
// wrong with them at once.
import type { Analysed, AnalysedFeature, AnalysedSource, AnalysedView, SourceSchema } from '../core/analysed.ts'
import type { Catalog } from '../core/catalog.ts'
import { nounOf } from '../core/definitions.ts'
import { type Place, type Problem, throwProblems } from '../core/errors.ts'
import { fingerprintOfView } from '../core/fingerprint.ts'
import type { View } from '../core/views.ts'
import { analyseAggregate } from './analyse-aggregates.ts'
import { analyseChecks } from './analyse-checks.ts'
import { analyseFeatures } from './analyse-features.ts'
import { analyseFormulas } from './analyse-formulas.ts'
import { type Inputs, inputsOf } from './analyse-inputs.ts'
import { analyseRows, type ViewToAnalyse } from './analyse-rows.ts'
import { analyseSource } from './analyse-source.ts'
import { type Analysis, analysisOn, engineColumns, type SourceScope } from './analysis.ts'
import { expressionsOn } from './expressions.ts'
import type { Session } from './offline-store.ts'

/** Settles the raw columns of a source, from its files or from what was recorded of them. */
export type SchemaOf = (source: string) => Promise<SourceSchema>

/** Texts on record, to be parsed anew where another DuckDB parsed them, or nobody knows which: `engine` is null. */
export interface Recorded {
  readonly engine: string | null
  readonly texts: () => readonly string[]
}

export const analyse = async (
  session: Session,
  catalog: Catalog,
  schemaOf: SchemaOf,
  recorded: Recorded = { engine: null, texts: () => [] },
): Promise<Analysed> => {
  const analysis = analysisOn(await expressionsOn(session))
  const { version } = analysis.expressions
  await analysis.foresee(expressionsIn(catalog))
  const sources = new Map<string, AnalysedSource>()
  const scopes = new Map<string, SourceScope>()
  for (const [name, definition] of catalog.sources) {
    const place = placesOf(catalog, 'sources', name)
    await analysis.attempt(place(['path']), async () => {
      const schema = await schemaOf(name)
      sources.set(name, { name, definition, schema })
      const before = analysis.problems.length
      const scope = await analyseSource(analysis, { name, definition, columns: schema.columns, place })
      // With a column missing, what reads it would be called wrong for the wrong reason.
      if (analysis.problems.length === before) scopes.set(name, scope)
    })
  }
  const views = new Map<string, AnalysedView>()
  for (const view of catalog.views.values()) {
    const source = sources.get(view.source)
    const scope = scopes.get(view.source)
    if (!source || !scope) continue
    const analysed = await analyseView(analysis, catalog, view, source, scope)
    if (analysed) views.set(view.name, analysed)
  }
  throwProblems(onceEach(analysis.problems))
  return {
    engine: version,
    remembered: await analysis.expressions.parseMany(recorded.engine === version ? [] : recorded.texts()),
    entities: catalog.entities,
    sources,
    views,
    services: catalog.services,
    placeOf: (service, reference) => placesOf(catalog, 'services', service)(['features', reference]),
  }
}

const expressionsIn = ({ views }: Catalog): string[] => {
  const features = [...views.values()].flatMap((view) => view.features)
  const texts = features.flatMap((it) => (it.kind === 'aggregate' ? [] : [it.expression, it.operand ?? it.expression]))
  return [...new Set(texts)]
}

/** What is wrong with a source is found again with each of its views. */
const onceEach = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [JSON.stringify([problem.message, problem.at]), problem])).values(),
]

const placesOf =
  (catalog: Catalog, kind: 'sources' | 'views' | 'services', name: string) =>
  (path: readonly PropertyKey[]): Place | undefined => {
    const place = catalog.placeOf(kind, name, path)
    const within =
      path[0] === 'features' && kind === 'views' ? `feature "${name}:${String(path[1])}"` : `${nounOf[kind]} "${name}"`
    return place && { ...place, within }
  }

/** The features of a view of events by name: functions over them, then formulas over those. */
const analyseEvents = async (
  analysis: Analysis,
  it: ViewToAnalyse,
  known: { readonly inputs: Inputs; readonly rows: string },
): Promise<ReadonlyMap<string, AnalysedFeature>> => {
  const aggregates = new Map<string, AnalysedFeature>()
  for (const feature of it.view.features) {
    if (feature.kind !== 'aggregate') continue
    const analysed = await analyseAggregate(analysis, it, feature, known)
    if (analysed) aggregates.set(feature.name, analysed)
  }
  return new Map([...aggregates, ...(await analyseFormulas(analysis, it, aggregates, known.rows))])
}

const analyseView = async (
  analysis: Analysis,
  catalog: Catalog,
  view: View,
  source: AnalysedSource,
  scope: SourceScope,
): Promise<AnalysedView | undefined> => {
  const it = {
    view,
    source: source.definition,
    scope,
    bound: await analysis.expressions.scope(engineColumns(scope)),
    place: placesOf(catalog, 'views', view.name),
    sourcePlace: placesOf(catalog, 'sources', view.source),
  }
  const rows = await analyseRows(analysis, it)
  const inputs = inputsOf(analysis, it, rows?.fingerprint ?? '')
  const known = view.ofEvents
    ? await analyseEvents(analysis, it, { inputs, rows: rows?.fingerprint ?? '' })
    : await analyseFeatures(analysis, it, rows)
  const features = view.features.flatMap((feature) => known.get(feature.name) ?? [])
  if (!rows || features.length < view.features.length) return undefined
  const { entities, ttl, online } = view
  return {
    name: view.name,
    checks: view.checks,
    checksOf: await analyseChecks(analysis, it, features),
    driftOf: new Map(view.features.flatMap(({ name, drift }) => (drift === undefined ? [] : [[name, drift]]))),
    entities,
    rows,
    ttl,
    online,
    sla: view.sla,
    features,
    inputs: inputs.all(),
    fingerprint: fingerprintOfView({
      rows: rows.fingerprint,
      entities,
      ttl,
      online,
      features: new Map(features.map((feature) => [feature.name, feature.fingerprint])),
    }),
    description: view.description,
    owner: view.owner,
    tags: view.tags,
  }
}
