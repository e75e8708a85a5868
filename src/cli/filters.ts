// Of which things are those that are listed or searched? The same options for both.
import type { ListRequest } from '../core/verbs.ts'
import type { Given } from './given.ts'
import type { OptionForm } from './verb.ts'

const statuses = ['current', 'pinned', 'retired'] as const

export const filterOptions: readonly OptionForm[] = [
  { flags: '--view <name>', about: 'of this view', names: 'view' },
  { flags: '--entity <name>', about: 'of this entity', names: 'entity' },
  { flags: '--owner <name>', about: 'of this owner' },
  { flags: '--tag <tag>', about: 'with this tag' },
  { flags: '--status <status>', about: 'of this status', choices: statuses },
]

export const filtersOf = (given: Given): Omit<ListRequest, 'what'> => ({
  view: given.text('view'),
  entity: given.text('entity'),
  owner: given.text('owner'),
  tag: given.text('tag'),
  status: statuses.find((known) => known === given.text('status')),
})
