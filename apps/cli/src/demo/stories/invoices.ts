import { act, approve, complete, draft, problem, reject, say, type Cast, type Story } from '../story.ts'

const checked = {
  formal: ['address', 'tax_number', 'tax_rate', 'period'],
  discount: 'none',
}

/** Invoices: some paid, one with a problem, one sent back, several under way. */
export const invoices = ({ who, day, instant }: Cast): Story[] => [
  {
    template: 'approve-an-invoice',
    at: [-24, '09:10'],
    by: 'tomas',
    answers: {
      supplier: 'Linde Medical Gases',
      supplier_email: 'accounts@linde-gases.example',
      invoice_number: '90-118823',
      amount: 1284.6,
      pay_by: day(-8),
      cost_centre: 'clinic',
      ordered_by: who('lena'),
    },
    acts: [
      act(-24, '09:40', 'tomas', complete('check', { ...checked, discount: 'two_percent' })),
      act(-23, '11:05', 'lena', approve('confirm_delivery')),
      act(-22, '08:50', 'tomas', complete('pay', { paid_on: day(-22), paid: 1258.91 })),
    ],
  },
  {
    template: 'approve-an-invoice',
    at: [-17, '10:32'],
    by: 'tomas',
    answers: {
      supplier: 'Kessler Windows',
      invoice_number: '2026-0417',
      amount: 6380,
      pay_by: day(-2),
      cost_centre: 'residences',
      ordered_by: who('felix'),
    },
    acts: [
      act(
        -16,
        '09:02',
        'tomas',
        complete('check', {
          ...checked,
          positions: [{ account: 'repairs', what: 'Two windows, Mill Lane 11', net: 5361.34 }],
        }),
      ),
      act(-15, '07:55', 'felix', approve('confirm_delivery')),
      act(-15, '14:20', 'ingrid', say('Is this the offer from spring, or did they raise the price?', 'director')),
      act(-15, '15:01', 'felix', say('From spring. Offer and invoice match to the cent.', 'director')),
      act(-14, '09:15', 'ingrid', approve('director')),
      act(-13, '10:00', 'tomas', complete('pay', { paid_on: day(-13), paid: 6380 })),
    ],
  },
  {
    template: 'approve-an-invoice',
    at: [-12, '08:48'],
    by: 'tomas',
    answers: {
      supplier: 'Aurora Catering',
      supplier_email: 'office@aurora-catering.example',
      invoice_number: 'AC 5521',
      amount: 942.15,
      pay_by: day(4),
      cost_centre: 'kitchen',
      ordered_by: who('noor'),
    },
    acts: [
      act(-12, '09:20', 'tomas', complete('check', checked)),
      act(
        -11,
        '16:30',
        'noor',
        reject('confirm_delivery', 'Twelve lunches are on it, but only nine came. I have the delivery note.'),
      ),
      act(-10, '09:45', 'tomas', say('They will send a corrected invoice. I called Ms Aurora herself.', 'clarify')),
      act(
        -9,
        '11:10',
        'tomas',
        complete('clarify', {
          outcome_of_talk: 'Corrected invoice over nine lunches comes by post. This one is void.',
        }),
      ),
    ],
  },
  {
    template: 'approve-an-invoice',
    at: [-5, '09:25'],
    by: 'tomas',
    answers: {
      supplier: 'Northlight Imaging',
      supplier_email: 'billing@northlight.example',
      invoice_number: 'NL-20931',
      amount: 48_750,
      pay_by: day(9),
      cost_centre: 'clinic',
      ordered_by: who('samuel'),
    },
    acts: [
      act(
        -5,
        '10:40',
        'tomas',
        complete('check', {
          ...checked,
          positions: [
            { account: 'equipment', what: 'Ultrasound unit U7', net: 39_800 },
            { account: 'services', what: 'Training, two days', net: 1166.39 },
          ],
        }),
      ),
      act(-4, '13:05', 'samuel', approve('confirm_delivery')),
      act(-4, '13:06', 'samuel', say('Installed, calibrated and already in love with it.')),
      act(-3, '09:30', 'ingrid', approve('director')),
      act(-3, '09:32', 'tomas', { type: 'changeDeadline', taskId: 'management', dueAt: instant(0, '18:00') }),
    ],
  },
  {
    template: 'approve-an-invoice',
    at: [-6, '14:12'],
    by: 'tomas',
    answers: {
      supplier: 'Brightwash Laundry',
      invoice_number: 'BW-7731',
      amount: 3118.4,
      pay_by: day(2),
      cost_centre: 'clinic',
      ordered_by: who('lena'),
    },
    acts: [
      act(-5, '11:15', 'tomas', draft('check', { formal: ['address', 'tax_number'], discount: 'none' })),
      act(
        -5,
        '11:18',
        'tomas',
        problem('check', 'The tax rate on page 2 is 7 %, on page 1 it is 19 %. Waiting for a corrected invoice.'),
      ),
      act(
        -4,
        '09:05',
        'ingrid',
        say('Please call them again tomorrow, the linen contract runs out this month.', 'check', who('tomas')),
      ),
    ],
  },
  {
    template: 'approve-an-invoice',
    at: [-3, '10:05'],
    by: 'tomas',
    answers: {
      supplier: 'Municipal Utilities',
      supplier_email: 'invoices@utilities.example',
      invoice_number: '4418-11',
      amount: 11_902.77,
      pay_by: day(6),
      cost_centre: 'overhead',
      ordered_by: who('mara'),
    },
    acts: [act(-1, '10:31', 'tomas', complete('check', checked))],
  },
  {
    template: 'approve-an-invoice',
    at: [-1, '15:45'],
    by: 'tomas',
    answers: {
      supplier: 'Papier & Post',
      invoice_number: '118',
      amount: 212.36,
      pay_by: day(12),
      cost_centre: 'overhead',
      ordered_by: who('priya'),
    },
    acts: [],
  },
  {
    template: 'approve-an-invoice',
    at: [-2, '08:20'],
    by: 'tomas',
    answers: {
      supplier: 'Cloudberry Hosting',
      supplier_email: 'billing@cloudberry.example',
      invoice_number: 'CB-2026-11',
      amount: 1489,
      pay_by: day(10),
      cost_centre: 'software',
      ordered_by: who('daniel'),
    },
    acts: [
      act(-2, '08:55', 'tomas', complete('check', checked)),
      act(-1, '10:12', 'daniel', approve('confirm_delivery')),
    ],
  },
]
