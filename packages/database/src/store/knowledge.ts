import { compileTemplate, type Definition, Defect, type TemplateDocument } from '@baton/engine'
import type pg from 'pg'
import type { Wording } from './rows.ts'

export type DefinitionKey = { orgId: string; templateId: string; version: number }

/** What a launch that names no version asks of its template, as it is at that moment. */
export type TemplateHead = { title: string; publishedVersion: number | null; archived: boolean }

/** Milliseconds for which the settings of an organization and the names of its people may be out of date. */
const organizationAge = 5_000
const mostDefinitions = 2_000

const keyOf = ({ orgId, templateId, version }: DefinitionKey) => `${orgId}/${templateId}/${version}`

/**
 * What the store keeps in memory between batches: published versions, which never change, and for a few seconds the
 * settings and names of organizations. All look-ups are by organization; what is asked for must have been loaded.
 */
export class Knowledge {
  readonly #definitions = new Map<string, Definition>()
  readonly #organizations = new Map<
    string,
    { loadedAt: number; settings: Omit<Wording, 'personName'>; names: Map<string, string> }
  >()

  definition(key: DefinitionKey): Definition | undefined {
    return this.#definitions.get(keyOf(key))
  }

  /** The settings of an organization and the names of its people. */
  wording(orgId: string): Wording {
    const found = this.#organizations.get(orgId)
    if (!found) throw new Defect(`There is no organization ${orgId}, or it was not loaded.`)
    return { ...found.settings, personName: (id) => found.names.get(id) }
  }

  /** Forgets an organization, because its settings or people have changed. */
  forget(orgId: string): void {
    this.#organizations.delete(orgId)
  }

  /** Loads what is missing, in the transaction of `client`. What does not exist stays missing. */
  async load(client: pg.ClientBase, orgIds: Iterable<string>, definitions: DefinitionKey[]): Promise<void> {
    const stale = [...new Set(orgIds)].filter((id) => !(this.#age(id) < organizationAge))
    const missing = definitions.filter((key) => !this.#definitions.has(keyOf(key)))
    const unique = [...new Map(missing.map((key) => [keyOf(key), key])).values()]
    await Promise.all([
      stale.length > 0 ? this.#loadOrganizations(client, stale) : undefined,
      unique.length > 0 ? this.#loadDefinitions(client, unique) : undefined,
    ])
  }

  /** Templates as they are now; nothing of it is remembered. Those that do not exist are missing. */
  async templateHeads(
    client: pg.ClientBase,
    templates: { orgId: string; templateId: string }[],
  ): Promise<Map<string, TemplateHead>> {
    const { rows } = await client.query<{ org_id: string; id: string } & TemplateHead>({
      name: 'find templates',
      text: `select t.org_id, t.id, t.title, t.published_version as "publishedVersion", t.archived_at is not null as archived
        from (select distinct org_id, id from unnest($1::uuid[], $2::uuid[]) as asked(org_id, id)) as r
        join template t on t.org_id = r.org_id and t.id = r.id`,
      values: [templates.map(({ orgId }) => orgId), templates.map(({ templateId }) => templateId)],
    })
    return new Map(rows.map(({ org_id, id, ...head }) => [`${org_id}/${id}`, head]))
  }

  #age(orgId: string): number {
    const found = this.#organizations.get(orgId)
    return found ? performance.now() - found.loadedAt : Number.POSITIVE_INFINITY
  }

  async #loadOrganizations(client: pg.ClientBase, orgIds: string[]): Promise<void> {
    const { rows } = await client.query<{
      org_id: string
      time_zone: string
      locale: string
      names: [string, string][]
    }>({
      name: 'load organizations',
      text: `select o.org_id, o.time_zone, o.locale,
          coalesce((select jsonb_agg(jsonb_build_array(m.id, m.name)) from member m where m.org_id = o.org_id), '[]') as names
        from organization o where o.org_id = any ($1::uuid[])`,
      values: [orgIds],
    })
    for (const { org_id, time_zone, locale, names } of rows) {
      const settings = { timeZone: time_zone, locale }
      this.#organizations.set(org_id, { loadedAt: performance.now(), settings, names: new Map(names) })
    }
  }

  async #loadDefinitions(client: pg.ClientBase, keys: DefinitionKey[]): Promise<void> {
    const { rows } = await client.query<{
      org_id: string
      template_id: string
      version: number
      document: TemplateDocument
    }>({
      name: 'load definitions',
      text: `select v.org_id, v.template_id, v.version, v.document
        from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as r(org_id, template_id, version)
        join template_version v on v.org_id = r.org_id and v.template_id = r.template_id and v.version = r.version`,
      values: [keys.map((key) => key.orgId), keys.map((key) => key.templateId), keys.map((key) => key.version)],
    })
    for (const { org_id, template_id, version, document } of rows) {
      const oldest = this.#definitions.keys().next()
      if (this.#definitions.size >= mostDefinitions && !oldest.done) this.#definitions.delete(oldest.value)
      this.#definitions.set(keyOf({ orgId: org_id, templateId: template_id, version }), compileTemplate(document))
    }
  }
}
