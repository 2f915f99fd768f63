import { versionHeads, type Reader, type VersionHead } from '@baton/database'

/** What lists show of template versions. They never change, so each is read once. */
export type VersionHeads = {
  /** Heads of these versions by `keyOf`. */
  of(
    db: Reader,
    orgId: string,
    versions: readonly { templateId: string; templateVersion: number }[],
  ): Promise<(version: { templateId: string; templateVersion: number }) => VersionHead>
}

const mostRemembered = 5000

export function createVersionHeads(): VersionHeads {
  const remembered = new Map<string, VersionHead>()
  return {
    async of(db, orgId, versions) {
      const keyOf = ({ templateId, templateVersion }: { templateId: string; templateVersion: number }) =>
        `${orgId} ${templateId} ${templateVersion}`
      const wanted = new Map(versions.map((version) => [keyOf(version), version]))
      const heads = new Map<string, VersionHead>()
      for (const key of wanted.keys()) {
        const head = remembered.get(key)
        if (head) heads.set(key, head)
      }
      const missing = [...wanted].filter(([key]) => !heads.has(key)).map(([, version]) => version)
      if (missing.length > 0) {
        const found = await versionHeads(
          db,
          orgId,
          missing.map(({ templateId, templateVersion: version }) => ({ templateId, version })),
        )
        for (const head of found) {
          const key = keyOf({ templateId: head.templateId, templateVersion: head.version })
          heads.set(key, head)
          remembered.set(key, head)
          if (remembered.size > mostRemembered) remembered.delete(remembered.keys().next().value!)
        }
      }
      // A process always has its version: a foreign key sees to it.
      return (version) => heads.get(keyOf(version))!
    },
  }
}
