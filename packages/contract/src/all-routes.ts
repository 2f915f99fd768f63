import * as files from './files.ts'
import { openLive } from './live.ts'
import * as mails from './mails.ts'
import * as operations from './operations.ts'
import * as people from './people.ts'
import * as processes from './processes.ts'
import type { Route } from './route.ts'
import * as search from './search.ts'
import * as session from './session.ts'
import * as tasks from './tasks.ts'
import * as templates from './templates.ts'

const isRoute = (value: unknown): value is Route =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'summary' in value

const resources = { session, people, templates, processes, tasks, files, mails, search, operations }

/** Every endpoint under `/api/v1` by its name, e.g. `completeTask`: what the server serves and OpenAPI describes. */
export const allRoutes: ReadonlyMap<string, Route> = new Map([
  ...Object.values(resources).flatMap((resource) =>
    Object.entries(resource).filter((entry): entry is [string, Route] => isRoute(entry[1])),
  ),
  ['openLive', openLive],
])
