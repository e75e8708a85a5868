// Not yet told.
import type { Verb } from '../verb.ts'
export const config: Verb = { words: [], options: [], examples: [], run: async () => undefined }
