import type { AccessTokenView } from '@baton/contract'

type Row = {
  id: string
  name: string
  scopes: string[]
  created_at: string
  last_used_at: string | null
  expires_at: string | null
}

/** A token as its member sees it: never its secret. */
export const presentToken = (row: Row): AccessTokenView => ({
  id: row.id,
  name: row.name,
  scopes: row.scopes as AccessTokenView['scopes'],
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  expiresAt: row.expires_at,
})
