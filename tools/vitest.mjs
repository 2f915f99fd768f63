import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runTool } from './run.mjs'

/**
 * Runs the tests of these Vitest projects, printing as it goes.
 * @param filters parts of paths; all tests when empty
 */
export async function runTests(projects, filters) {
  const folder = await mkdtemp(path.join(tmpdir(), 'baton-results-'))
  const results = path.join(folder, 'results.json')
  try {
    const { code } = await runTool(
      'vitest',
      [
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${results}`,
        '--passWithNoTests',
        ...projects.map((name) => `--project=${name}`),
        ...filters,
      ],
      { show: true },
    )
    return count(JSON.parse(await readFile(results, 'utf8').catch(() => '{}')), code)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Counts each test, and as one failure each file that failed without any of its tests failing (it could not be
 * loaded) and a run that failed without saying where.
 */
export function count({ numPassedTests = 0, numFailedTests = 0, testResults = [] }, exitCode) {
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length
  const failed = numFailedTests + brokenFiles
  return { passed: numPassedTests, failed: exitCode !== 0 && failed === 0 ? 1 : failed }
}
