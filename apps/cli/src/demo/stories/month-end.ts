import { act, approve, complete, say, type Cast, type Story } from '../story.ts'

/** Months: two are closed, the last of them as far as the days allow, and this one is begun early. */
export const monthEnd = ({ month, firstOf, until }: Cast): Story[] => {
  const [earlier, later] = [until(firstOf(-1)), until(firstOf(0))]
  return [
    {
      template: 'close-the-month',
      at: [earlier, '08:30'],
      by: 'ingrid',
      answers: { month: month(-2), first_of_next: firstOf(-1) },
      acts: [
        act(earlier + 1, '10:00', 'priya', complete('payroll', { gross: 184_220.5, headcount: 57 })),
        act(
          earlier + 1,
          '14:40',
          'tomas',
          complete('banks', {
            balances: [
              { account: 'operating', statement: 412_880.12, ledger: 412_880.12 },
              { account: 'payroll', statement: 20_114, ledger: 19_994 },
            ],
            difference: 'open',
          }),
        ),
        act(
          earlier + 2,
          '11:30',
          'tomas',
          complete('explain_difference', {
            explanation: 'An advance of € 120 was paid out twice and has been returned.',
          }),
        ),
        act(earlier + 2, '14:00', 'felix', complete('rents')),
        act(earlier + 3, '09:20', 'tomas', complete('accruals', { usual: ['energy', 'insurance', 'leave'] })),
        act(
          earlier + 4,
          '10:05',
          'ingrid',
          approve('review_figures', { remarks: 'Energy is 8 % above plan, everything else within.' }),
        ),
        act(earlier + 4, '11:00', 'tomas', complete('lock')),
      ],
    },
    {
      template: 'close-the-month',
      at: [later, '08:30'],
      by: 'ingrid',
      answers: { month: month(-1), first_of_next: firstOf(0) },
      acts: [
        act(later + 1, '09:50', 'priya', complete('payroll', { gross: 185_002.75, headcount: 57 })),
        act(
          later + 1,
          '15:15',
          'felix',
          complete('rents', { missing_rents: [{ apartment: 'Mill Lane 11', owed: 640 }] }),
        ),
        act(
          later + 2,
          '10:30',
          'tomas',
          complete('banks', {
            balances: [{ account: 'operating', statement: 398_112.4, ledger: 398_112.4 }],
            difference: 'yes',
          }),
        ),
        act(later + 3, '13:45', 'tomas', complete('accruals', { usual: ['energy', 'insurance'] })),
        act(later + 4, '09:10', 'ingrid', approve('review_figures')),
        act(later + 4, '10:15', 'tomas', complete('lock')),
      ],
    },
    {
      template: 'close-the-month',
      at: [-2, '08:30'],
      by: 'ingrid',
      answers: { month: month(0), first_of_next: firstOf(1) },
      acts: [
        act(-2, '08:41', 'ingrid', say('Early this time: the auditors come on the tenth.')),
        act(-1, '10:20', 'priya', complete('payroll', { gross: 186_904.25, headcount: 58 })),
      ],
    },
  ]
}
