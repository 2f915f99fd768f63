import { acknowledge, act, approve, complete, draft, say, send, type Cast, type Story } from '../story.ts'

const letter =
  'Good recovery after hip replacement. Walks 200 m with crutches, stairs with help. Please remove staples in five days and continue the injections for three weeks.'

/** Patients on their way home. */
export const ward = ({ who, day, instant }: Cast): Story[] => [
  {
    template: 'discharge-a-patient',
    at: [-11, '10:15'],
    by: 'lena',
    answers: {
      room: '312',
      initials: 'H. B.',
      leaves_at: instant(-9, '11:00'),
      physician: who('samuel'),
      goes_to: 'family',
      transport: 'own',
    },
    acts: [
      act(-11, '14:30', 'samuel', approve('fit', { conditions: 'Someone stays over for the first two nights.' })),
      act(
        -10,
        '09:20',
        'samuel',
        complete('medicines', {
          plan: [
            { name: 'Enoxaparin', dose: '40 mg', times: 1, until: day(12) },
            { name: 'Ibuprofen', dose: '400 mg', times: 3, until: day(-4) },
          ],
        }),
      ),
      act(
        -10,
        '15:45',
        'samuel',
        complete('letter', { summary: letter, doctor_email: 'praxis.wenger@doctors.example' }),
      ),
      act(-9, '08:10', 'lena', complete('pack', { four_eyes: ['first', 'second'] })),
      act(
        -9,
        '11:05',
        'lena',
        complete('goodbye', { given: ['papers', 'bag', 'valuables', 'aids'], understood: 'yes' }),
      ),
      act(-9, '11:30', 'lena', send('send_letter')),
      act(-9, '13:10', 'felix', complete('room_ready')),
      act(
        -7,
        '10:00',
        'lena',
        acknowledge('call', { how_are_they: 'Sleeps well, pain is bearable, the dog is jealous of the crutches.' }),
      ),
    ],
  },
  {
    template: 'discharge-a-patient',
    at: [-2, '10:40'],
    by: 'lena',
    answers: {
      room: '305',
      initials: 'M. O.',
      leaves_at: instant(1, '10:30'),
      physician: who('samuel'),
      goes_to: 'home',
      transport: 'taxi',
    },
    acts: [
      act(-2, '15:10', 'samuel', approve('fit')),
      act(
        -1,
        '09:30',
        'samuel',
        complete('medicines', {
          plan: [
            { name: 'Metoprolol', dose: '47.5 mg', times: 1 },
            { name: 'Pantoprazole', dose: '20 mg', times: 1, until: day(10) },
          ],
        }),
      ),
      act(
        -1,
        '10:15',
        'lena',
        complete('book_transport', {
          company: 'Taxi Rosengarten',
          company_phone: '+49 30 555 0142',
          wheelchair: 'seated',
        }),
      ),
      act(-1, '11:20', 'lena', say('The social service has no answer yet. I call again before noon.', 'care_at_home')),
      act(-1, '16:00', 'samuel', draft('letter', { summary: 'Cardiac rehabilitation after stent, four weeks.' })),
    ],
  },
  {
    template: 'discharge-a-patient',
    at: [0, '08:05'],
    by: 'lena',
    answers: {
      room: '318',
      initials: 'T. K.',
      leaves_at: instant(2, '09:30'),
      physician: who('samuel'),
      goes_to: 'nursing_home',
      transport: 'ambulance',
    },
    acts: [],
  },
]
