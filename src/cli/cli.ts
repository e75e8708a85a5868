// Which commands are there? The table of verbs, each loaded when it is typed.
import type { Entry } from './find-verb.ts'

const start = 'Start:'
const define = 'Define:'
const move = 'Move data:'
const read = 'Read features:'
const browse = 'Browse:'
const watch = 'Watch features:'
const house = 'Housekeeping:'

export const entries: readonly Entry[] = [
  {
    name: 'init',
    group: start,
    about: 'start a project that runs: definitions, sample data, types for the editor',
    load: async () => (await import('./commands/init.ts')).init,
  },
  {
    name: 'demo',
    group: start,
    about: 'the main job from end to end on sample data',
    load: async () => (await import('./commands/demo.ts')).demo,
  },
  {
    name: 'plan',
    group: define,
    about: 'show what apply would record: new, changed, retired',
    load: async () => (await import('./commands/plan.ts')).plan,
  },
  {
    name: 'apply',
    group: define,
    about: 'record the definitions; what changed gets its next version',
    load: async () => (await import('./commands/apply.ts')).apply,
  },
  {
    name: 'preview',
    group: define,
    about: 'try a view on a sample: first rows, a profile of each feature; nothing is written',
    load: async () => (await import('./commands/preview.ts')).preview,
  },
  {
    name: 'ingest',
    group: move,
    about: 'read what is new in the sources, check it, compute features, append',
    load: async () => (await import('./commands/ingest.ts')).ingest,
  },
  {
    name: 'fit',
    group: move,
    about: 'fit the numbers and categories of a view anew: a new version',
    load: async () => (await import('./commands/fit.ts')).fit,
  },
  {
    name: 'materialize',
    aliases: ['sync'],
    group: move,
    about: "put every key's newest answer into the online store",
    load: async () => (await import('./commands/materialize.ts')).materialize,
  },
  {
    name: 'export',
    group: move,
    about: "feature history, or every key's answer as of an instant, as a file",
    load: async () => (await import('./commands/export.ts')).exportVerb,
  },
  {
    name: 'historical',
    aliases: ['get-historical-features'],
    group: read,
    about: 'features as they were at the instants of a spine: a training set',
    load: async () => (await import('./commands/historical.ts')).historical,
  },
  {
    name: 'dataset',
    group: read,
    about: 'training sets that are kept: create, list, show, reproduce, diff',
    load: async () => (await import('./commands/dataset.ts')).dataset,
  },
  {
    name: 'select',
    group: read,
    about: 'rank features by what they tell of a target',
    load: async () => (await import('./commands/select.ts')).select,
  },
  {
    name: 'online',
    aliases: ['get-online-features'],
    group: read,
    about: 'the newest features of one or more keys',
    load: async () => (await import('./commands/online.ts')).online,
  },
  {
    name: 'serve',
    group: read,
    about: 'the HTTP server; a new apply is noticed without a restart',
    load: async () => (await import('./commands/serve.ts')).serve,
  },
  {
    name: 'ui',
    group: browse,
    about: 'all of it in the terminal: registry, versions, runs, and what production sees for a key',
    load: async () => (await import('./commands/ui.ts')).ui,
  },
  {
    name: 'list',
    group: browse,
    about: 'views, features, entities, sources, services, datasets or runs',
    load: async () => (await import('./commands/list.ts')).list,
  },
  {
    name: 'show',
    group: browse,
    about: 'everything about one view, feature, service, entity, source, dataset or run',
    load: async () => (await import('./commands/show.ts')).show,
  },
  {
    name: 'search',
    group: browse,
    about: 'find by words: names, tags, owners, descriptions, expressions',
    load: async () => (await import('./commands/search.ts')).search,
  },
  {
    name: 'diff',
    group: browse,
    about: 'two versions side by side: definitions, values for the same rows, and who is made of them',
    load: async () => (await import('./commands/diff.ts')).diff,
  },
  {
    name: 'lineage',
    group: browse,
    about: 'files, columns, features, views, services and datasets: what is made of what',
    load: async () => (await import('./commands/lineage.ts')).lineage,
  },
  {
    name: 'explain',
    group: browse,
    about: 'the SQL of a view; or why one answer is what it is, row by row',
    load: async () => (await import('./commands/explain.ts')).explain,
  },
  {
    name: 'check',
    group: watch,
    about: 'does what the definitions demand hold of the data; or propose checks from it',
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    name: 'stats',
    group: watch,
    about: 'what the values of a feature look like: figures and a histogram',
    load: async () => (await import('./commands/stats.ts')).stats,
  },
  {
    name: 'freshness',
    group: watch,
    about: 'the age of what each view answers with, against its promise',
    load: async () => (await import('./commands/freshness.ts')).freshness,
  },
  {
    name: 'coverage',
    group: watch,
    about: 'of how many keys each feature is known, offline and online',
    load: async () => (await import('./commands/coverage.ts')).coverage,
  },
  {
    name: 'runs',
    group: watch,
    about: 'what was done: rows, checks, drift, time; one run in full',
    load: async () => (await import('./commands/runs.ts')).runs,
  },
  {
    name: 'report',
    group: watch,
    about: 'one HTML page to hand on: drift or quality, with plots',
    load: async () => (await import('./commands/report.ts')).report,
  },
  {
    name: 'verify',
    group: watch,
    about: 'hold what is served against the history; every difference with its cause',
    load: async () => (await import('./commands/verify.ts')).verify,
  },
  {
    name: 'drift',
    group: watch,
    about: 'what moved in the values of features since their baseline',
    load: async () => (await import('./commands/drift.ts')).drift,
  },
  {
    name: 'baseline',
    group: watch,
    about: 'what features are compared with: set, list, pin',
    load: async () => (await import('./commands/baseline.ts')).baseline,
  },
  {
    name: 'cache',
    group: house,
    about: 'what is kept computed of each view, its size and what is missing; clear it',
    load: async () => (await import('./commands/cache.ts')).cache,
  },
  {
    name: 'doctor',
    group: house,
    about: 'check the installation and the project, with what mends them',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    name: 'config',
    group: house,
    about: 'the settings in force, and where each comes from',
    load: async () => (await import('./commands/config.ts')).config,
  },
  {
    name: 'schema',
    group: house,
    about: 'the JSON Schema of definition files, for editors',
    load: async () => (await import('./commands/schema.ts')).schema,
  },
  {
    name: 'completion',
    group: house,
    about: 'completion of commands and options for a shell',
    load: async () => (await import('./commands/completion.ts')).completion,
  },
  {
    name: 'version',
    group: house,
    about: 'the version of Pintail',
    load: async () => (await import('./commands/version.ts')).version,
  },
  {
    name: 'complete',
    hidden: true,
    group: house,
    about: 'answer a shell that completes',
    load: async () => (await import('./commands/complete.ts')).complete,
  },
]
