import type { Resource, Synthesized, Template } from '../synth.ts'

/** A resource with the stack it is in. */
export interface Placed {
  stack: string
  id: string
  type: string
  /** As written, with CloudFormation's functions in it. */
  resource: Resource
  /** The same with every function followed, through parameters and outputs of nested stacks too. */
  properties: Record<string, unknown>
}

/** What a function that names a resource comes to: `Ref` and every attribute of it lead to the same resource. */
export class Pointer {
  readonly stack: string
  readonly id: string
  /** `Ref` or the name of the attribute: `GroupId`. */
  readonly attribute: string

  constructor(stack: string, id: string, attribute: string) {
    this.stack = stack
    this.id = id
    this.attribute = attribute
  }

  /** The resource alone, whatever of it is named. */
  get key(): string {
    return `${this.stack}/${this.id}`
  }

  /** How it looks inside a longer text that it was joined into. */
  toString(): string {
    return `{${this.key}.${this.attribute}}`
  }
}

/** An account that belongs to nobody, so that texts with an account in them can be read. */
const account = '111122223333'
const manyZones = Array.from({ length: 6 }, (_, index) => `zone-${index}`)

/** All templates of one place seen as one: who names whom is followed across nested stacks. */
export class Linked {
  readonly resources: Placed[] = []
  readonly #templates: Map<string, Template>
  readonly #region: string
  readonly #byKey = new Map<string, Placed>()
  /** The resource of a nested stack in its parent. */
  readonly #parentOf = new Map<string, { stack: string; id: string }>()

  constructor({ templates, place }: Pick<Synthesized, 'templates' | 'place'>) {
    this.#templates = templates
    this.#region = place.region
    for (const [stack, template] of templates) {
      for (const [id, { Type }] of Object.entries(template.Resources)) {
        if (Type !== 'AWS::CloudFormation::Stack') continue
        const nested = nestedNameOf(stack, id)
        if (templates.has(nested)) this.#parentOf.set(nested, { stack, id })
      }
    }
    for (const [stack, template] of templates) {
      for (const [id, resource] of Object.entries(template.Resources)) {
        const properties = this.resolve(stack, resource.Properties ?? {}) as Record<string, unknown>
        const placed = { stack, id, type: resource.Type, resource, properties }
        this.resources.push(placed)
        this.#byKey.set(`${stack}/${id}`, placed)
      }
    }
  }

  of(...types: string[]): Placed[] {
    return this.resources.filter(({ type }) => types.includes(type))
  }

  /** The resource a value leads to; undefined when it is no pointer or leads outside. */
  at(value: unknown): Placed | undefined {
    return value instanceof Pointer ? this.#byKey.get(value.key) : undefined
  }

  /** Follows every function in a value as it is meant in `stack`. What cannot be known stays a pointer. */
  resolve(stack: string, value: unknown): unknown {
    if (Array.isArray(value))
      return value.map((entry) => this.resolve(stack, entry)).filter((entry) => entry !== noValue)
    if (typeof value !== 'object' || value === null) return value
    const keys = Object.keys(value)
    const only = keys.length === 1 ? keys[0]! : undefined
    const inner = only === undefined ? undefined : (value as Record<string, unknown>)[only]
    if (only === 'Ref') return this.#ref(stack, String(inner))
    if (only?.startsWith('Fn::')) return this.#call(stack, only, inner)
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, entry]) => [key, this.resolve(stack, entry)] as const)
        .filter(([, entry]) => entry !== noValue),
    )
  }

  #ref(stack: string, name: string): unknown {
    if (name in pseudo) return pseudo[name as keyof typeof pseudo]
    if (name === 'AWS::Region') return stack.endsWith('-edge') ? 'us-east-1' : this.#region
    if (name === 'AWS::NoValue') return noValue
    const template = this.#templates.get(stack)
    const parameter = template?.Parameters?.[name]
    if (!parameter) return new Pointer(stack, name, 'Ref')
    const parent = this.#parentOf.get(stack)
    const given = parent && (this.#propertiesOf(parent.stack, parent.id)['Parameters'] as Record<string, unknown>)
    if (given?.[name] !== undefined) return this.resolve(parent!.stack, given[name])
    // Values of SSM parameters are known to AWS alone; the name of the parameter would be misread as the value.
    if (String(parameter['Type']).startsWith('AWS::SSM::')) return new Pointer(stack, name, 'Ref')
    return parameter['Default'] ?? new Pointer(stack, name, 'Ref')
  }

  #propertiesOf(stack: string, id: string): Record<string, unknown> {
    return this.#templates.get(stack)?.Resources[id]?.Properties ?? {}
  }

  #getAtt(stack: string, inner: unknown): unknown {
    const [id, ...rest] = Array.isArray(inner) ? (inner as string[]) : String(inner).split('.')
    const attribute = rest.join('.')
    const nested = nestedNameOf(stack, id!)
    if (attribute.startsWith('Outputs.') && this.#parentOf.has(nested)) {
      const output = this.#templates.get(nested)?.Outputs?.[attribute.slice('Outputs.'.length)]
      if (output) return this.resolve(nested, output['Value'])
    }
    const own = attribute === 'CidrBlock' ? this.#propertiesOf(stack, id!)['CidrBlock'] : undefined
    return own === undefined ? new Pointer(stack, id!, attribute) : this.resolve(stack, own)
  }

  #call(stack: string, name: string, inner: unknown): unknown {
    if (name === 'Fn::GetAtt') return this.#getAtt(stack, inner)
    if (name === 'Fn::GetAZs') return manyZones
    if (name === 'Fn::Sub') return this.#sub(stack, inner)
    const values = this.resolve(stack, inner)
    if (name === 'Fn::Base64') return values
    if (!Array.isArray(values)) return { [name]: values }
    if (name === 'Fn::Join') return join(String(values[0]), values[1])
    if (name === 'Fn::Select') return Array.isArray(values[1]) ? values[1][Number(values[0])] : { [name]: values }
    if (name === 'Fn::Split')
      return typeof values[1] === 'string' ? values[1].split(String(values[0])) : { [name]: values }
    if (name === 'Fn::If') return values[1]
    return { [name]: values }
  }

  #sub(stack: string, inner: unknown): unknown {
    const [text, names] = Array.isArray(inner) ? (inner as [string, Record<string, unknown>]) : [String(inner), {}]
    return text.replaceAll(/\$\{(?<name>[^!}][^}]*)\}/g, (_, name: string) => {
      if (name in names) return String(this.resolve(stack, names[name]))
      return String(name.includes('.') ? this.#getAtt(stack, name) : this.#ref(stack, name))
    })
  }
}

const pseudo = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  // What CloudFormation puts there is in braces, and new with each stack.
  'AWS::StackName': '{stack}',
  'AWS::StackId': `arn:aws:cloudformation:{region}:${account}:stack/{stack}/{a}-{b}-{c}-{d}-{e}`,
}

const noValue = Symbol('AWS::NoValue')

/** CDK names the resource of a nested stack `NetworkNestedStackNetworkNestedStackResource0124E108`. */
function nestedNameOf(parent: string, id: string): string {
  return `${parent}-${id.replace(/NestedStack.*$/, '').toLowerCase()}`
}

/** One pointer alone stays a pointer; anything longer becomes text. */
function join(between: string, parts: unknown): unknown {
  if (!Array.isArray(parts)) return parts
  return parts.length === 1 && parts[0] instanceof Pointer ? parts[0] : parts.map(textOf).join(between)
}

/** What only CloudFormation can work out stands in braces, as pointers do: `{Fn::Select}`. */
const textOf = (part: unknown) =>
  typeof part === 'object' && part !== null && !(part instanceof Pointer) ? `{${Object.keys(part)[0]}}` : String(part)
