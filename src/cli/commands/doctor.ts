// Not yet told.
import type { Verb } from '../verb.ts'
export const doctor: Verb = { words: [], options: [], examples: [], run: async () => undefined }
