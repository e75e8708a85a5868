// What becomes of a process that reads online.db while somebody cuts it in place, as `cp` over it does?
import { equal, match } from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { openOnlineDatabase } from '../../src/online/online-store.ts'
import { temporaryFolder } from './shelf.ts'

const store = JSON.stringify(new URL('../../src/online/online-store.ts', import.meta.url).href)

/** Goes through all pages until it is told what is wrong with them. */
const program = (path: string): string => `
  import { openOnlineDatabase } from ${store}
  const database = openOnlineDatabase(${JSON.stringify(path)}, { make: false, mapped: false })
  const all = database.prepare('SELECT sum(length(text)) FROM filler')
  all.get()
  console.log('reads')
  const read = () => {
    try {
      for (let i = 0; i < 20; i++) all.get()
      setImmediate(read)
    } catch (cause) {
      console.log(cause.code)
    }
  }
  read()`

it('who reads without a map is told that it is damaged, and lives', async (t) => {
  const path = join(temporaryFolder(t), 'online.db')
  const made = openOnlineDatabase(path)
  made.exec(`CREATE TABLE filler (text TEXT);
    INSERT INTO filler WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
      SELECT hex(randomblob(500)) FROM n`)
  made.pragma('wal_checkpoint(TRUNCATE)')
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program(path)])
  t.after(() => child.kill('SIGKILL'))
  const [began] = await once(child.stdout, 'data')
  equal(String(began), 'reads\n')
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += chunk
  })
  truncateSync(path, 409_600)
  const [status] = await once(child, 'close')
  equal(status, 0)
  match(said, /^SQLITE_(CORRUPT|IOERR_SHORT_READ|NOTADB)/)
  made.close()
})
