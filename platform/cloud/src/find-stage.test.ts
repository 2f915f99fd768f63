import { describe, expect, test } from 'vitest'
import { findStage, placesOf } from './find-stage.ts'
import { stages, type Stage } from './stages.ts'

const [staging] = stages as [Stage]
const withPlace = (place: Partial<Stage['places'][0]>): Stage[] => [
  { ...staging, places: [{ ...staging.places[0]!, ...place }] },
]

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
