import { defineConfig } from 'vitest/config'

/** Tests here meet a real PostgreSQL; all others run without one. */
const withDatabase = ['packages/{database,commands,testing,integrations}/**', 'apps/{api,worker,cli}/**', 'bench/**']

/** Whole installations from a real bundle; their proofs take minutes. */
const localCloud = ['platform/cloud/src/local/**/*.proof.test.ts', 'e2e/**/*.proof.test.ts']

/** `expect.poll` waits one second unless it is told; on a busy machine a page may need longer. */
const patient = { poll: { timeout: 15_000 } }

const notOurs = ['**/node_modules/**', '**/dist/**']

export default defineConfig({
  test: {
    maxWorkers: 2,
    // Nobody waits longer than this for one rule of the product; a slow machine is four times slower than ours.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/**/*.test.ts', 'apps/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
          exclude: [...notOurs, ...withDatabase],
        },
      },
      {
        test: {
          name: 'api',
          include: withDatabase.map((folder) => `${folder}/*.test.ts`),
          exclude: notOurs,
          globalSetup: ['packages/testing/src/global-setup.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          // The stacks and what judges them: to synthesize and check a whole stage takes some seconds each time.
          name: 'stacks',
          include: ['platform/**/*.test.ts'],
          exclude: [...notOurs, ...localCloud],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'cloud',
          include: localCloud,
          exclude: notOurs,
          globalSetup: [
            'packages/testing/src/global-setup.ts',
            'platform/cloud/src/local/test/bundle-setup.ts',
            'e2e/harness/build-web.ts',
          ],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          expect: patient,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: [...notOurs, ...localCloud],
          globalSetup: ['packages/testing/src/global-setup.ts', 'e2e/harness/build-web.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          expect: patient,
        },
      },
    ],
  },
})
