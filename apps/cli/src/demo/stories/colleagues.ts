import { acknowledge, act, approve, complete, draft, extra, problem, say, type Cast, type Story } from '../story.ts'

/** New colleagues: one has settled in, one starts next week, one has just signed. */
export const colleagues = ({ who, day }: Cast): Story[] => [
  {
    template: 'welcome-a-colleague',
    at: [-62, '10:00'],
    by: 'priya',
    answers: {
      name: 'Jonas Albrecht',
      private_email: 'jonas.albrecht@mail.example',
      first_day: day(-45),
      team: 'facilities',
      lead: who('felix'),
      place: 'on_site',
      equipment: ['phone'],
    },
    acts: [
      act(-61, '09:30', 'priya', complete('contract', { hours: 38.5 })),
      act(-58, '08:40', 'felix', complete('desk', { desk_ready: ['cleaned', 'key', 'sign'] })),
      act(
        -57,
        '11:00',
        'daniel',
        complete('order_equipment', { orders: [{ item: 'Phone, rugged', price: 349, arrives: day(-50) }] }),
      ),
      act(
        -55,
        '10:20',
        'daniel',
        complete('accounts', { mailbox: 'jonas.albrecht@hollisward.example', badge_number: 'HW-0431' }),
      ),
      act(-45, '11:30', 'felix', complete('tour')),
      act(-45, '14:00', 'felix', acknowledge('house_rules')),
      act(
        -14,
        '16:10',
        'felix',
        complete('talk', {
          goes_well: 'Knows every boiler by name already. Tenants ask for him.',
          needs: 'A second pair of safety shoes, and a day with the fire brigade.',
        }),
      ),
      act(-13, '09:00', 'priya', approve('confirm')),
    ],
  },
  {
    template: 'welcome-a-colleague',
    at: [-9, '13:20'],
    by: 'priya',
    answers: {
      name: 'Amélie Fournier',
      private_email: 'amelie.fournier@mail.example',
      first_day: day(6),
      team: 'guest_services',
      lead: who('mara'),
      place: 'hybrid',
      equipment: ['laptop', 'screen', 'phone'],
    },
    acts: [
      act(-8, '09:05', 'priya', complete('contract', { hours: 32 })),
      act(
        -7,
        '10:45',
        'daniel',
        draft('order_equipment', {
          orders: [
            { item: 'Laptop 14"', price: 1390, arrives: day(4) },
            { item: 'Screen 27"', price: 289 },
          ],
        }),
      ),
      act(
        -6,
        '09:12',
        'daniel',
        problem(
          'order_equipment',
          'The laptop is out of stock until the middle of next month. May I take the spare one from the ward?',
        ),
      ),
      act(-5, '12:30', 'lena', say('You may, if I get it back by the 15th.', 'order_equipment', who('daniel'))),
      act(
        -4,
        '15:40',
        'daniel',
        complete('accounts', { mailbox: 'amelie.fournier@hollisward.example', badge_number: 'HW-0447' }),
      ),
      act(
        -3,
        '10:25',
        'priya',
        extra(
          'Ask Amélie for a photograph for the website',
          who('noor'),
          'She said yes to one at the interview. Outside, if the weather is kind.',
        ),
      ),
    ],
  },
  {
    template: 'welcome-a-colleague',
    at: [-1, '16:05'],
    by: 'priya',
    answers: {
      name: 'Viktor Lindqvist',
      private_email: 'v.lindqvist@mail.example',
      first_day: day(24),
      team: 'software',
      lead: who('yuki'),
      place: 'remote',
      equipment: ['laptop'],
    },
    acts: [act(-1, '16:20', 'yuki', say('Finally! Please send him the laptop with the good keyboard.'))],
  },
]
