import { describe, expect, test } from 'vitest'
import { findStage, placesOf } from './find-stage.ts'
import { stages, type Stage } from './stages.ts'

const [staging] = stages as [Stage]
const withPlace = (place: Partial<Stage['places'][0]>): Stage[] => [
  { ...staging, places: [{ ...staging.places[0]!, ...place }] },
]
const withChange = (change: Partial<Stage>): Stage[] => [{ ...staging, ...change }]

describe('a stage that cannot be planned is refused with the mend', () => {
  const cases: [string, Stage[], string | undefined, RegExp][] = [
    ['none is named', stages, undefined, /Name one of staging, production/],
    ['there is none of that name', stages, 'stagging', /no stage “stagging”.*staging, production/s],
    ['it has no domain', withPlace({ domain: '' }), 'staging', /domain: missing\. Name the domain/],
    [
      'its domain is none',
      withPlace({ domain: 'https://x' }),
      'staging',
      /wanted a domain like .* found “https:\/\/x”/,
    ],
    [
      'its zone is none',
      withPlace({ zoneId: 'example.com' }),
      'staging',
      /zoneId: wanted the id .* found “example\.com”/,
    ],
    ['its region is none', withPlace({ region: 'Frankfurt' }), 'staging', /region: wanted .* found “Frankfurt”/],
    [
      'a region stands there twice',
      [{ ...staging, places: [staging.places[0]!, staging.places[0]!] }],
      'staging',
      /eu-central-1 stands there twice/,
    ],
    [
      'its region is none that AWS has',
      withPlace({ region: 'eu-central-9' }),
      'staging',
      /commercial regions.* found “eu-central-9”.*eu-central-1/,
    ],
    ['nobody can be mailed', withChange({ alarmMail: 'nobody' }), 'staging', /alarmMail: wanted .* found “nobody”/],
    ['it has no budget', withChange({ monthlyBudgetUsd: 0 }), 'staging', /monthlyBudgetUsd: .* found 0/],
    [
      'CloudWatch keeps no lines for so long',
      withChange({ logDays: 8 }),
      'staging',
      /logDays: .*1, 3, 5, 7, 14.* found 8/,
    ],
    [
      'it has fewer instances at most than at least',
      withChange({ api: { ...staging.api, minInstances: 3, maxInstances: 2 } }),
      'staging',
      /minInstances ≤ maxInstances, found 3 and 2/,
    ],
    [
      'the firewall would know nobody',
      withChange({ api: { ...staging.api, originKeys: [] } }),
      'staging',
      /originKeys: wanted the name of at least one key/,
    ],
    [
      'a worker has a name that AWS would not take',
      withChange({ workers: [{ ...staging.workers[0]!, name: 'All Workers' }] }),
      'staging',
      /small letters, found “All Workers”/,
    ],
    [
      'nobody can read when it is awake',
      withChange({ awake: { start: 'six', stop: '0 19 * * 1-5' } }),
      'staging',
      /awake: wanted two times of the same days.* found “six”/,
    ],
    [
      'it would go to sleep before it wakes',
      withChange({ awake: { start: '0 19 * * 1-5', stop: '0 6 * * 1-5' } }),
      'staging',
      /awake: .* two hours later on the same day/,
    ],
    ['nobody does the mail', [{ ...staging, workers: [] }], 'staging', /exactly one worker for mail, found 0/],
  ]
  test.each(cases)('when %s', (_, known, name, message) => {
    expect(() => findStage(known, name)).toThrow(message)
  })

  test('all faults are listed at once', () => {
    expect(() => findStage(withPlace({ domain: '', zoneId: '', region: '' }), 'staging')).toThrow(
      /region: .*\n.*domain: .*\n.*zoneId: /,
    )
  })

  test('a region in which it does not run is refused', () => {
    expect(() => placesOf(staging, 'eu-west-1')).toThrow(/no place in eu-west-1, only in eu-central-1/)
  })
})

test.each(stages)('the stage $name of the repository is whole', ({ name }) => {
  expect(findStage(stages, name).name).toBe(name)
})
