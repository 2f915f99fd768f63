/** The organization that a first user meets: a clinic with residences, and the people who keep it going. */
export const organization = {
  name: 'Hollis & Ward',
  timeZone: 'Europe/Berlin',
  locale: 'en-GB',
} as const

/** The setting of the organization that stands while it is being made. */
export const unfinished = 'demo_unfinished'

/** How a first user signs in. Everyone in the demo has the same password, so that one can be two people at once. */
export const demoSignIn = {
  organization: organization.name,
  email: 'mara.ellison@hollisward.example',
  password: 'pass-the-baton',
} as const

/** The first one is the administrator. The addresses lead nowhere: `.example` is kept free for this. */
export const people = {
  mara: { name: 'Mara Ellison', jobTitle: 'Head of operations' },
  ingrid: { name: 'Ingrid Solheim', jobTitle: 'Director of finance' },
  tomas: { name: 'Tomás Rivera', jobTitle: 'Accountant' },
  priya: { name: 'Priya Nair', jobTitle: 'People partner' },
  daniel: { name: 'Daniel Okafor', jobTitle: 'Systems administrator' },
  yuki: { name: 'Yuki Tanaka', jobTitle: 'Software engineer' },
  samuel: { name: 'Dr Samuel Achterberg', jobTitle: 'Senior physician' },
  lena: { name: 'Lena Brandt', jobTitle: 'Head nurse, ward 3' },
  noor: { name: 'Noor Haddad', jobTitle: 'Guest services' },
  felix: { name: 'Felix Marchetti', jobTitle: 'Caretaker' },
} as const

/** Short name of a person, for the stories. */
export type Handle = keyof typeof people

/** `Dr Samuel Achterberg` is samuel.achterberg@hollisward.example. */
export const emailOf = (handle: Handle): string => {
  const plain = people[handle].name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return `${plain.split(' ').slice(-2).join('.')}@hollisward.example`
}

export const groups = {
  Finance: ['tomas', 'ingrid'],
  People: ['priya', 'mara'],
  IT: ['daniel', 'yuki'],
  Software: ['yuki', 'daniel'],
  'Ward 3': ['lena', 'samuel'],
  'Guest services': ['noor', 'mara'],
  Facilities: ['felix'],
} as const satisfies Record<string, readonly Handle[]>
