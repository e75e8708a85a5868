// Not yet told.
import type { Verb } from '../verb.ts'
export const schema: Verb = { words: [], options: [], examples: [], run: async () => undefined }
