// DuckDB's view of expressions, for tests of what is read from their trees.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Expressions, expressionsOn } from '../../src/offline/expressions.ts'
import { openOfflineStore, type Session } from '../../src/offline/offline-store.ts'

export interface Bench {
  readonly session: Session
  readonly expressions: Expressions
  close(): void
}

export const openBench = async (): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), 'pintail-bench-'))
  const store = await openOfflineStore({ threads: 2, memoryLimit: null, temporary: folder })
  const session = await store.session()
  return {
    session,
    expressions: await expressionsOn(session),
    close: () => {
      session.close()
      store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
