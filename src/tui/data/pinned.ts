// Which earlier versions of features still answer? Those that a live version of a service names: a model reads them.
import type { Front } from './front.ts'
import { numberOf, rowsOf, textOf } from './listed.ts'

export interface Pinned {
  /** Of the feature as the service reads it: with the ttl of this version of its view. */
  readonly viewVersion: number
  /** `clicks`, `clicks:Cart`. */
  readonly part: string
  readonly version: number
  /** `heart_risk@1`. */
  readonly services: readonly string[]
}

/** Each version of a service is a question. */
const mostVersions = 40

/** By view. */
export const readPinned = (front: Pick<Front, 'list' | 'show'>): ReadonlyMap<string, readonly Pinned[]> => {
  const versions = front.list({ what: 'services' }).flatMap((row) => {
    const service = textOf(row, 'service')
    return rowsOf(front.show(service, 'services'), 'versions').flatMap((it) =>
      textOf(it, 'status') === 'pinned' ? [`${service}@${textOf(it, 'version')}`] : [],
    )
  })
  const found = new Map<string, Map<string, Pinned>>()
  for (const service of versions.slice(-mostVersions))
    for (const it of rowsOf(front.show(service, 'services'), 'features')) {
      if (it.current === true) continue
      const reference = textOf(it, 'feature')
      const view = reference.slice(0, reference.indexOf(':'))
      const part = reference.slice(view.length + 1)
      const [version, viewVersion] = [numberOf(it, 'version') ?? 1, numberOf(it, 'view_version') ?? 1]
      const ofView = found.get(view) ?? new Map<string, Pinned>()
      const before = ofView.get(`${part}@${version}`)
      const services = [...(before?.services ?? []), service]
      ofView.set(`${part}@${version}`, { part, version, viewVersion: before?.viewVersion ?? viewVersion, services })
      found.set(view, ofView)
    }
  return new Map([...found].map(([view, its]) => [view, [...its.values()]]))
}
