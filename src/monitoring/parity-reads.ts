// Was what a server answered what the history says? Logged reads, asked again as of their own instants and knowledge.
import { PintailError } from '../core/errors.ts'
import type { VerifyReport, VerifyRequest } from '../core/parity.ts'
import type { Watched } from '../core/verbs.ts'
import type { ParityRoom } from './parity-run.ts'

export const verifyReads = async (
  _room: ParityRoom,
  _request: VerifyRequest,
  _watched: Watched,
): Promise<VerifyReport[]> => {
  throw new PintailError({ code: 'bad_argument', message: 'no reads are logged' })
}
