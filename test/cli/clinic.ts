// A sample project that is applied, ingested and materialized, made once for a test file.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInside } from './run-inside.ts'

export const makeClinic = async (): Promise<string> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pintail-clinic-')))
  for (const verb of ['init', 'apply', 'ingest', 'materialize']) {
    const { status, stderr } = await runInside([verb], folder)
    if (status !== 0) throw new Error(stderr)
  }
  return folder
}

export const removeClinic = (folder: string): void => rmSync(folder, { recursive: true, force: true })
