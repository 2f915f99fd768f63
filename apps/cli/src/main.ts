import { commandLine, setExitCode } from '@baton/runtime'
import { terminal } from './io.ts'
import { run } from './program.ts'

// Not exit(): what was written to a pipe must still get through.
setExitCode(await run(commandLine, terminal))
