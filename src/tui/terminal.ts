// What does the interface need of a terminal?
import type { Readable, Writable } from 'node:stream'

export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown }
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number }
  readonly stderr: Writable
  /** Stops this process until the shell lets it go on. */
  suspend(): Promise<void>
  /** Aborted when a signal asks to end. */
  readonly signal: AbortSignal
}
