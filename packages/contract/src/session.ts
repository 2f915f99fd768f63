import Type, { type Static } from 'typebox'
import { closed, Id, Instant, Nullable, oneLine } from './common.ts'
import { MemberView, OrganizationView } from './people.ts'
import { route } from './route.ts'

/** How the member likes the web app. */
export const Preferences = Type.Object(
  {
    colorScheme: Type.Optional(Type.Enum(['light', 'dark', 'auto'])),
    density: Type.Optional(Type.Enum(['comfortable', 'compact'])),
    locale: Type.Optional(Type.String({ pattern: '^[a-z]{2}(-[A-Z]{2})?$' })),
    timeZone: Type.Optional(Type.String({ maxLength: 64 })),
  },
  closed,
)
export type Preferences = Static<typeof Preferences>

export const Me = Type.Object({ member: MemberView, organization: OrganizationView, preferences: Preferences }, closed)
export type Me = Static<typeof Me>

/** Sets the session cookie (`__Host-`, HttpOnly, Secure over https, SameSite=Lax). */
export const signIn = route({
  method: 'POST',
  path: '/session',
  summary: 'Sign in with e-mail and password',
  tag: 'Session',
  access: 'anyone',
  body: Type.Object(
    {
      email: Type.String({ minLength: 3, maxLength: 320 }),
      password: Type.String({ minLength: 1, maxLength: 1000 }),
      /** Which organization, for people of several; the one last used unless given. */
      organizationId: Type.Optional(Id),
    },
    closed,
  ),
  response: Me,
})
export const signOut = route({
  method: 'DELETE',
  path: '/session',
  summary: 'Sign out',
  tag: 'Session',
  access: 'member',
})
export const getMe = route({
  method: 'GET',
  path: '/me',
  summary: 'Who am I',
  tag: 'Session',
  access: 'member',
  response: Me,
})
export const changePreferences = route({
  method: 'PATCH',
  path: '/me/preferences',
  summary: 'Change my preferences',
  tag: 'Session',
  access: 'member',
  body: Preferences,
  response: Me,
})
/** Ends all other sessions of the member. */
export const changePassword = route({
  method: 'PUT',
  path: '/me/password',
  summary: 'Change my password',
  tag: 'Session',
  access: 'member',
  body: Type.Object(
    { current: Type.String({ maxLength: 1000 }), next: Type.String({ minLength: 12, maxLength: 1000 }) },
    closed,
  ),
})

export const AccessTokenView = Type.Object(
  {
    id: Id,
    name: Type.String(),
    scopes: Type.Array(Type.Enum(['read', 'write'])),
    createdAt: Instant,
    lastUsedAt: Nullable(Instant),
    expiresAt: Nullable(Instant),
  },
  closed,
)
export type AccessTokenView = Static<typeof AccessTokenView>

export const listAccessTokens = route({
  method: 'GET',
  path: '/me/tokens',
  summary: 'My personal access tokens',
  tag: 'Session',
  access: 'member',
  response: Type.Object({ items: Type.Array(AccessTokenView) }, closed),
})
/** The secret is shown once. */
export const createAccessToken = route({
  method: 'POST',
  path: '/me/tokens',
  summary: 'Create a personal access token',
  tag: 'Session',
  access: 'member',
  status: 201,
  body: Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 100, pattern: oneLine }),
      scopes: Type.Array(Type.Enum(['read', 'write']), { minItems: 1, maxItems: 2 }),
      /** Days from now; never expires when absent. */
      expiresInDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
    },
    closed,
  ),
  response: Type.Object({ token: AccessTokenView, secret: Type.String() }, closed),
})
export const revokeAccessToken = route({
  method: 'DELETE',
  path: '/me/tokens/:tokenId',
  summary: 'Revoke a personal access token',
  tag: 'Session',
  access: 'member',
  params: Type.Object({ tokenId: Id }, closed),
})
