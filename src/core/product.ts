// Which Pintail is this?
import manifest from '../../package.json' with { type: 'json' }

export const pintailVersion: string = manifest.version
