// Where did the time go? The phases of a run, when --timings asks for them.
import type { Context } from './context.ts'
import { aligned } from './present/columns.ts'
import { lasting } from './quantities.ts'

export const tellTimings = async (
  context: Context,
  of: readonly { readonly name: string; readonly phases: Readonly<Record<string, number>> }[],
): Promise<void> => {
  if (!context.wishes.timings) return
  const rows = of.flatMap(({ name, phases }) =>
    Object.entries(phases).map(([phase, milliseconds]) => [`  ${name}`, phase, lasting(milliseconds).padStart(8)]),
  )
  for (const line of aligned(rows)) await context.warn(line)
}
