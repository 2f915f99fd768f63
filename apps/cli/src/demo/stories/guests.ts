import { act, complete, say, send, watch, type Cast, type Story } from '../story.ts'

/** Complaints: one answered, one that waits for a decision and is late, one of today. */
export const guests = ({ day, who }: Cast): Story[] => [
  {
    template: 'answer-a-complaint',
    at: [-15, '11:20'],
    by: 'noor',
    answers: {
      guest: 'Mr Petrov',
      guest_email: 'a.petrov@mail.example',
      about: 'food',
      severity: 'annoying',
      story: 'The vegetarian menu was pasta on four evenings out of five.',
      happened_on: day(-16),
    },
    acts: [
      act(
        -14,
        '10:00',
        'noor',
        complete('investigate', {
          findings:
            'True. The kitchen was short of one cook and fell back to pasta. A second vegetarian dish is on the plan from Monday.',
          ours: 'yes',
          offer: 40,
        }),
      ),
      act(
        -12,
        '15:00',
        'noor',
        complete('learn', {
          change: 'The kitchen plans two vegetarian dishes a week ahead. Noor looks at the plan on Thursdays.',
        }),
      ),
      act(-11, '10:30', 'noor', send('reply')),
    ],
  },
  {
    template: 'answer-a-complaint',
    at: [-6, '09:15'],
    by: 'noor',
    answers: {
      guest: 'Mrs Castellano',
      guest_email: 'r.castellano@mail.example',
      about: 'room',
      severity: 'dangerous',
      story: 'The handrail in the bath of room 214 came off in her hand. She was not hurt, but very frightened.',
      happened_on: day(-6),
    },
    acts: [
      act(
        -6,
        '11:40',
        'felix',
        complete('safety', {
          measures: 'Handrail fixed with longer screws. All baths on the second floor checked, two more tightened.',
        }),
      ),
      act(
        -4,
        '14:00',
        'noor',
        complete('investigate', {
          findings: 'The rail was fixed into plaster when the bath was renovated. The builder has been told.',
          ours: 'yes',
          offer: 350,
        }),
      ),
      act(
        -3,
        '10:10',
        'noor',
        say('She would rather have another week than money. Both would be about the same to us.', 'agree', who('mara')),
      ),
      act(-3, '10:11', 'ingrid', watch(who('ingrid'))),
    ],
  },
  {
    template: 'answer-a-complaint',
    at: [0, '08:50'],
    by: 'noor',
    answers: {
      guest: 'Ms Yilmaz',
      guest_email: 'd.yilmaz@mail.example',
      about: 'app',
      severity: 'serious',
      story: 'She booked for two, paid for two, and the confirmation says one person.',
      happened_on: day(-1),
    },
    acts: [
      act(
        0,
        '09:05',
        'yuki',
        say('I see the booking, the second person is there. Looks like the mail only. On it.', 'investigate'),
      ),
    ],
  },
]

/** Apartments: one let, one given back with a scratch, one next week. */
export const residences = ({ instant, day }: Cast): Story[] => [
  {
    template: 'hand-over-an-apartment',
    at: [-30, '09:30'],
    by: 'noor',
    answers: {
      apartment: 'linden_2',
      tenant: 'Beatriz Sousa',
      tenant_email: 'b.sousa@mail.example',
      tenant_phone: '+49 30 555 0177',
      direction: 'in',
      appointment: instant(-27, '10:00'),
    },
    acts: [
      act(-28, '09:00', 'felix', complete('inspect', { rooms: ['kitchen', 'bath', 'heating', 'smoke', 'windows'] })),
      act(
        -27,
        '10:45',
        'felix',
        complete('record', {
          meters: [
            { meter: 'power', number: '1EMH 0012', reading: 20_418.3 },
            { meter: 'water_cold', reading: 311.204 },
            { meter: 'heat', reading: 1188 },
          ],
          keys: 3,
          damages: 'none',
        }),
      ),
      act(-20, '12:00', 'noor', { type: 'complete', taskId: 'register', outcome: 'acknowledged' }),
    ],
  },
  {
    template: 'hand-over-an-apartment',
    at: [-8, '14:00'],
    by: 'noor',
    answers: {
      apartment: 'mill_12',
      tenant: 'Harald Wenzel',
      tenant_email: 'h.wenzel@mail.example',
      direction: 'out',
      appointment: instant(-5, '15:00'),
    },
    acts: [
      act(-6, '10:30', 'felix', complete('inspect', { rooms: ['kitchen', 'heating', 'smoke'] })),
      act(
        -5,
        '15:50',
        'felix',
        complete('record', {
          meters: [
            { meter: 'power', number: '1EMH 0077', reading: 18_220.9 },
            { meter: 'water_cold', reading: 402.771 },
          ],
          keys: 2,
          damages: 'damage',
          damage_list: 'Deep scratch in the parquet by the balcony door, about 40 cm. One key is missing.',
        }),
      ),
      act(-4, '09:20', 'felix', say('Parquet man comes on Thursday. He thinks it can be sanded out.', 'repair')),
    ],
  },
  {
    template: 'hand-over-an-apartment',
    at: [-1, '11:15'],
    by: 'noor',
    answers: {
      apartment: 'linden_4',
      tenant: 'Ifeoma Eze',
      tenant_email: 'i.eze@mail.example',
      direction: 'in',
      appointment: instant(5, '09:30'),
    },
    acts: [act(-1, '11:20', 'noor', say(`She arrives by train on ${day(5)}. Could someone leave the heating on?`))],
  },
]
