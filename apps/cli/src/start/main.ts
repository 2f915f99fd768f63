import { commandLine } from '@baton/runtime'
import { supervise } from './supervise.ts'

await supervise({ dev: commandLine.includes('--dev') })
