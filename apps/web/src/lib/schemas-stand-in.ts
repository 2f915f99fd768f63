/**
 * Stands in for `typebox` in the browser (see vite.config.ts). The contract and the engine declare their schemas with
 * it; the browser needs them as plain JSON Schema, to check and order what is imported and exported, and need not carry
 * the 30 KB of the builder. Only what the two use is here: a test compares it with the real one.
 */
type Schema = Record<string, unknown>
type Options = Schema | undefined

const optional = Symbol('optional')

const Type = {
  Object: (properties: Record<string, Schema>, options?: Options): Schema => {
    const required = Object.keys(properties).filter((key) => !(optional in properties[key]!))
    return { type: 'object', ...(required.length > 0 ? { required } : {}), properties, ...options }
  },
  Array: (items: Schema, options?: Options): Schema => ({ type: 'array', items, ...options }),
  Record: (key: Schema, value: Schema, options?: Options): Schema => ({
    type: 'object',
    patternProperties: { [(key.pattern as string | undefined) ?? '^.*$']: value },
    ...options,
  }),
  Union: (anyOf: Schema[], options?: Options): Schema => ({ anyOf, ...options }),
  Optional: (schema: Schema): Schema => ({ ...schema, [optional]: true }),
  Enum: (values: readonly unknown[], options?: Options): Schema => ({ enum: [...values], ...options }),
  Literal: (value: unknown, options?: Options): Schema => ({ type: typeof value, const: value, ...options }),
  String: (options?: Options): Schema => ({ type: 'string', ...options }),
  Number: (options?: Options): Schema => ({ type: 'number', ...options }),
  Integer: (options?: Options): Schema => ({ type: 'integer', ...options }),
  Boolean: (options?: Options): Schema => ({ type: 'boolean', ...options }),
  Null: (options?: Options): Schema => ({ type: 'null', ...options }),
  Unknown: (options?: Options): Schema => ({ ...options }),
  Unsafe: (schema: Schema): Schema => schema,
}
export default Type
