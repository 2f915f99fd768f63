/**
 * Stands in for `typebox` in the browser (see vite.config.ts). The contract and the engine declare their schemas with
 * it, for the server's checks and for types; the browser only needs the types, so it need not carry 30 KB of schema
 * builder. What a schema holds is empty here: check with the engine's functions, never with schemas.
 */
const builders: Record<string, (properties?: unknown) => object> = {
  // Schemas are built of the properties of others.
  Object: (properties) => ({ properties }),
}

export default new Proxy(builders, { get: (known, name: string) => known[name] ?? (() => ({})) })
