import { expect, test } from 'vitest'
import { importsOf, judge } from './boundaries.mjs'

test('every way of importing is seen, also of types', () => {
  const text = `
    import a from 'one'
    import type { B } from './two.ts'
    export * from 'three'
    export { c } from 'four'
    const d = await import('five')
    type E = import('six').E
    // import 'not this'
    const f = "import 'nor this'"
  `
  expect(importsOf('packages/engine/src/x.ts', text)).toEqual(['one', './two.ts', 'three', 'four', 'five', 'six'])
})

test.each([
  ['packages/engine/src/time/clock.ts', 'node:fs'],
  ['packages/engine/src/time/clock.ts', 'pg'],
  ['packages/engine/src/time/clock.ts', '@baton/database'],
  ['packages/engine/src/time/clock.ts', '../../../database/src/pool.ts'],
  ['packages/runtime/src/log.ts', '@baton/engine'],
  ['packages/contract/src/tasks.ts', 'node:crypto'],
  ['packages/commands/src/launch.ts', '@baton/integrations'],
  ['packages/commands/src/launch.ts', '@baton/engine/src/errors.ts'],
  ['apps/api/src/server.ts', '@baton/importers'],
  ['apps/api/src/server.ts', '@baton/testing'],
  ['apps/api/src/server.ts', 'left-pad'],
  ['apps/worker/src/main.ts', '@baton/api'],
  ['apps/cli/src/import.ts', '@baton/database'],
  ['apps/web/src/features/tasks/page.tsx', '../templates/list.tsx'],
  ['apps/web/src/ui/table.tsx', '../features/tasks/page.tsx'],
  ['apps/web/src/ui/table.tsx', '@baton/runtime'],
  ['packages/unheard-of/src/index.ts', 'pg'],
])('%s may not import %s, and a word says what to do instead', (file, wanted) => {
  expect(judge(file, wanted)).toMatch(/.{20}\.$/)
})

test.each([
  ['packages/engine/src/index.ts', './errors.ts'],
  ['packages/engine/src/index.ts', 'typebox/value'],
  ['packages/engine/src/index.test.ts', 'fast-check'],
  ['packages/commands/src/launch.test.ts', '@baton/testing'],
  ['apps/cli/src/start/main.ts', '@baton/database'],
  ['apps/web/src/features/tasks/page.tsx', './form.tsx'],
  ['apps/web/src/features/tasks/page.tsx', '../../ui/table.tsx'],
  ['apps/web/src/app/router.tsx', '../features/tasks/page.tsx'],
  ['e2e/sign-in.test.ts', '@baton/testing'],
])('%s may import %s', (file, wanted) => {
  expect(judge(file, wanted)).toBeUndefined()
})
