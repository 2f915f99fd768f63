import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import type { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../lib/api.ts'
import { queryClient } from '../lib/query-client.ts'
import { meQuery, peopleQuery } from '../lib/session.ts'
import { readSignInSearch } from '../features/session/session-search.ts'
import { readTasksSearch } from '../features/tasks/tasks-search.ts'
import { readTrackerSearch } from '../features/processes/tracker-search.ts'
import { readProcessSearch } from '../features/processes/process-search.ts'
import { readTemplatesSearch } from '../features/templates/templates-search.ts'
import { readEditorSearch } from '../features/templates/editor/editor-search.ts'
import { readLaunchSearch } from '../features/launch/launch-search.ts'
import { readPeopleSearch } from '../features/people/people-search.ts'
import { readOutboxSearch } from '../features/settings/outbox-search.ts'
import { ErrorPage } from './error-page.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { PendingPage } from './pending-page.tsx'
import { Shell } from './shell/shell.tsx'

type Context = { queryClient: QueryClient }

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: ErrorPage,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readSignInSearch,
  component: lazyRouteComponent(() => import('../features/session/sign-in-page.tsx'), 'SignInPage'),
})

/** All that needs a signed-in member stands under the shell; without one it leads to the sign-in page and back. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(meQuery)
    } catch (refused) {
      if (refused instanceof ApiError && refused.code === 'not_signed_in') {
        throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
      }
      throw refused
    }
  },
  loader: ({ context }) => void context.queryClient.prefetchQuery(peopleQuery),
})

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/tasks', replace: true })
  },
})
const tasks = createRoute({
  getParentRoute: () => shell,
  path: '/tasks',
  validateSearch: readTasksSearch,
  component: lazyRouteComponent(() => import('../features/tasks/my-tasks-page.tsx'), 'MyTasksPage'),
})
const tracker = createRoute({
  getParentRoute: () => shell,
  path: '/processes',
  validateSearch: readTrackerSearch,
  component: lazyRouteComponent(() => import('../features/processes/tracker-page.tsx'), 'TrackerPage'),
})
const process = createRoute({
  getParentRoute: () => shell,
  path: '/processes/$processId',
  validateSearch: readProcessSearch,
  component: lazyRouteComponent(() => import('../features/processes/process-page.tsx'), 'ProcessPage'),
})
const task = createRoute({
  getParentRoute: () => shell,
  path: '/processes/$processId/tasks/$taskId',
  component: lazyRouteComponent(() => import('../features/tasks/task-page.tsx'), 'TaskPage'),
})
const templates = createRoute({
  getParentRoute: () => shell,
  path: '/templates',
  validateSearch: readTemplatesSearch,
  component: lazyRouteComponent(() => import('../features/templates/templates-page.tsx'), 'TemplatesPage'),
})
const editor = createRoute({
  getParentRoute: () => shell,
  path: '/templates/$templateId',
  validateSearch: readEditorSearch,
  component: lazyRouteComponent(() => import('../features/templates/editor/editor-page.tsx'), 'EditorPage'),
})
const launch = createRoute({
  getParentRoute: () => shell,
  path: '/launch',
  validateSearch: readLaunchSearch,
  component: lazyRouteComponent(() => import('../features/launch/launch-page.tsx'), 'LaunchPage'),
})
/** The same page with a template chosen: it reads `templateId` from the parameters. */
const launchOf = createRoute({
  getParentRoute: () => shell,
  path: '/launch/$templateId',
  component: lazyRouteComponent(() => import('../features/launch/launch-page.tsx'), 'LaunchPage'),
})
const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  validateSearch: readPeopleSearch,
  component: lazyRouteComponent(() => import('../features/people/people-page.tsx'), 'PeoplePage'),
})
const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings/{-$section}',
  component: lazyRouteComponent(() => import('../features/settings/settings-page.tsx'), 'SettingsPage'),
})
const outbox = createRoute({
  getParentRoute: () => shell,
  path: '/outbox',
  validateSearch: readOutboxSearch,
  component: lazyRouteComponent(() => import('../features/settings/outbox-page.tsx'), 'OutboxPage'),
})

/** What leads nowhere is said within the shell, so that one finds on. */
const elsewhere = createRoute({ getParentRoute: () => shell, path: '$', component: NotFoundPage })

const routeTree = root.addChildren([
  signIn,
  shell.addChildren([
    home,
    tasks,
    tracker,
    process,
    task,
    templates,
    editor,
    launch,
    launchOf,
    people,
    settings,
    outbox,
    elsewhere,
  ]),
])

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFoundPage,
  defaultPendingComponent: PendingPage,
  defaultPendingMs: 200,
  defaultPendingMinMs: 300,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
