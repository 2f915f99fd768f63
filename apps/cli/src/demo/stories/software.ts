import { acknowledge, act, approve, complete, say, send, type Cast, type Story } from '../story.ts'

/** Releases: a patch that is out, a minor version on its way to go or no-go. */
export const software = ({ day, instant, who }: Cast): Story[] => [
  {
    template: 'release-the-booking-app',
    at: [-20, '09:00'],
    by: 'yuki',
    answers: {
      version: '4.11.3',
      kind: 'patch',
      release_day: day(-15),
      ticket: 'https://tracker.hollisward.example/milestones/4.11.3',
    },
    acts: [
      act(-20, '09:30', 'yuki', complete('branch')),
      act(
        -19,
        '10:10',
        'yuki',
        complete('notes', {
          release_notes: 'Dates in the confirmation mail are right again for guests who book from another time zone.',
        }),
      ),
      act(-18, '11:00', 'daniel', complete('tests', { suites: ['unit', 'journeys', 'load', 'restore'] })),
      act(
        -17,
        '14:40',
        'noor',
        complete('by_hand', {
          devices: [
            { device: 'iPhone 15', works: 'yes' },
            { device: 'Galaxy A54', works: 'yes' },
            { device: 'iPad of 2019', works: 'roughly', note: 'Calendar is slow' },
          ],
        }),
      ),
      act(-16, '09:00', 'daniel', approve('go')),
      act(-15, '10:30', 'yuki', complete('deploy', { rolled_out_at: instant(-15, '10:25') })),
      act(-15, '11:00', 'yuki', send('announce')),
      act(-14, '09:30', 'daniel', acknowledge('watch_errors')),
    ],
  },
  {
    template: 'release-the-booking-app',
    at: [-4, '09:45'],
    by: 'yuki',
    answers: {
      version: '4.12.0',
      kind: 'minor',
      release_day: day(2),
      ticket: 'https://tracker.hollisward.example/milestones/4.12.0',
    },
    acts: [
      act(-4, '10:20', 'yuki', complete('branch')),
      act(
        -3,
        '15:15',
        'daniel',
        say('Restore took 41 minutes instead of 12. Still green, but I want to know why.', 'tests', who('yuki')),
      ),
      act(
        -3,
        '16:30',
        'daniel',
        complete('tests', {
          suites: ['unit', 'journeys', 'load', 'restore'],
          report_link: 'https://ci.hollisward.example/runs/8812',
        }),
      ),
      act(
        -2,
        '11:50',
        'noor',
        complete('by_hand', {
          devices: [
            { device: 'iPhone 15', works: 'yes' },
            { device: 'Pixel 8', works: 'yes' },
            { device: 'Old laptop in the library', works: 'yes', note: 'Even there' },
          ],
        }),
      ),
      act(
        -1,
        '14:05',
        'yuki',
        complete('notes', {
          release_notes:
            'Guests can move a stay by themselves up to a week before. Physiotherapy can be booked with the room.',
        }),
      ),
      act(-1, '17:10', 'daniel', approve('security')),
    ],
  },
]
