// Which categories were fitted to rows that had none? Told, since only a fit gives them some.
import type { Computed } from './compute.ts'

export const unseenNotes = ({ fitted }: Pick<Computed, 'fitted'>): string[] => {
  const unseen = fitted.filter((it) => it.aggregate?.categories?.vocabulary?.length === 0)
  const [first] = unseen
  if (!first) return []
  const names = unseen.map((it) => it.name).join(', ')
  return [`no category of ${names} was seen, so all are __other__; pintail fit ${first.view} when there are some`]
}
