// Does production see what training sees?
import type { VerifyReport, VerifyRequest } from '../core/parity.ts'
import type { Watched } from '../core/verbs.ts'
import type { Opened } from './opened.ts'

export interface Verifying {
  /** Online values, or logged reads, held against the history; every difference with its cause. */
  verify(request: VerifyRequest, watched?: Watched): Promise<VerifyReport[]>
}

export const verifying = ({ project, registry, offline, online }: Opened): Verifying => ({
  verify: async (request, watched = {}) => {
    const { verify } = await import('../monitoring/parity.ts')
    const room = { registry, store: await offline.get(), online: online.get(), reads: project.paths.reads }
    return verify(room, request, watched)
  },
})
