/**
 * A builder of WebAssembly modules: it takes functions and gives bytes.
 *
 * Example:
 * `const m = assemble(); m.func('double', ['f64'], 'f64', (f, x) => f64.add(x, x)); m.bytes()`
 */
import { type Code, flatten, unsigned, vector } from './encode.ts'
import {
  type Body,
  bodyCode,
  type Expr,
  expression,
  type Local,
  local,
  type Statement,
  statement,
  typeByte,
  type ValueType,
} from './types.ts'

/** What the generator of a function can use. */
export interface FunctionScope {
  local<T extends ValueType>(type: T): Local<T>
  locals<T extends ValueType>(type: T, count: number): Local<T>[]
}

/** The same for a function that may call itself. */
export interface OwnScope<P extends readonly ValueType[], R extends ValueType | null> extends FunctionScope {
  readonly itself: Callable<P, R>
}

export interface MemoryLimits {
  readonly initial: number
  readonly maximum?: number
  readonly shared?: boolean
}

/** A function of the module that its other functions can call. */
export interface Callable<P extends readonly ValueType[], R extends ValueType | null> {
  call(...args: { [K in keyof P]: Expr<P[K]> }): R extends ValueType ? Expr<R> : Statement
}

type Locals<P extends readonly ValueType[]> = { [K in keyof P]: Local<P[K]> }
/**
 * A function with a result ends with the expression for it. `[body, expression]` puts statements
 * before the expression.
 */
type FunctionBody<R extends ValueType | null> = R extends ValueType
  ? Expr<R> | readonly [Body, Expr<R>]
  : Body

/** A name, as UTF-8. All our names are ASCII. */
const text = (value: string): Code => vector(Array.from(value, character => character.charCodeAt(0)))
const section = (id: number, contents: Code): Code => {
  const bytes = flatten(contents)
  return [id, unsigned(bytes.length), bytes]
}
const limits = ({ initial, maximum, shared = false }: MemoryLimits): Code => {
  if (shared && maximum === undefined) throw new Error('assembler: a shared memory needs a maximum')
  const flags = (maximum === undefined ? 0 : 1) + (shared ? 2 : 0)
  return [flags, unsigned(initial), maximum === undefined ? [] : unsigned(maximum)]
}

const caller =
  (index: number, result: ValueType | null) =>
  (...args: readonly Expr<ValueType>[]) => {
    const calling: Code[] = [args.map(arg => arg.code), 0x10, unsigned(index)]
    return result === null ? statement(...calling) : expression(result, ...calling)
  }

export class ModuleWriter {
  readonly #signatures: string[] = []
  readonly #signatureCode: Code[] = []
  readonly #functions: { readonly signature: number; code: Code }[] = []
  readonly #imports: Code[] = []
  readonly #exports: Code[] = []
  #memory: Code | null = null
  #hasMemory = false
  #importedFunctions = 0

  #claimMemory(): void {
    if (this.#hasMemory) throw new Error('assembler: a module has one memory, imported or its own')
    this.#hasMemory = true
  }

  importMemory(module: string, name: string, memory: MemoryLimits): void {
    this.#claimMemory()
    this.#imports.push([text(module), text(name), 0x02, limits(memory)])
  }

  /** Imports a function. Call this before the module gets functions of its own. */
  importFunction<const P extends readonly ValueType[], R extends ValueType | null>(
    module: string,
    name: string,
    params: P,
    result: R,
  ): Callable<P, R> {
    if (this.#functions.length > 0)
      throw new Error('assembler: functions are imported before the own ones are made')
    this.#imports.push([text(module), text(name), 0x00, unsigned(this.#signature(params, result))])
    return { call: caller(this.#importedFunctions++, result) } as unknown as Callable<P, R>
  }

  /** Adds a memory, exported under `name`. */
  exportMemory(name: string, memory: MemoryLimits): void {
    this.#claimMemory()
    this.#memory = limits(memory)
    this.#exports.push([text(name), 0x02, 0])
  }

  #signature(params: readonly ValueType[], result: ValueType | null): number {
    const key = `${params.join()}>${result}`
    const known = this.#signatures.indexOf(key)
    if (known >= 0) return known
    this.#signatureCode.push([
      0x60,
      vector(params.map(type => typeByte[type])),
      vector(result === null ? [] : [typeByte[result]]),
    ])
    return this.#signatures.push(key) - 1
  }

  /** Adds a function. It is exported under `name` unless `name` is null. */
  func<const P extends readonly ValueType[], R extends ValueType | null>(
    name: string | null,
    params: P,
    result: R,
    write: (scope: OwnScope<P, R>, ...parameters: Locals<P>) => FunctionBody<R>,
  ): Callable<P, R> {
    const declared: ValueType[] = []
    const newLocal = <T extends ValueType>(type: T): Local<T> =>
      local(type, params.length + declared.push(type) - 1)
    const entry = { signature: this.#signature(params, result), code: [] as Code }
    const index = this.#importedFunctions + this.#functions.push(entry) - 1
    const itself = { call: caller(index, result) } as unknown as Callable<P, R>
    const scope: OwnScope<P, R> = {
      local: newLocal,
      locals: (type, count) => Array.from({ length: count }, () => newLocal(type)),
      itself,
    }
    const parameters = params.map((type, index) => local(type, index))
    const body = write(scope, ...(parameters as unknown as Locals<P>))
    const code = flatten([vector(declared.map(type => [1, typeByte[type]])), bodyCode(body), 0x0b])
    entry.code = [unsigned(code.length), code]
    if (name !== null) this.#exports.push([text(name), 0x00, unsigned(index)])
    return itself
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const sections: Code[] = [[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], section(1, vector(this.#signatureCode))]
    if (this.#imports.length > 0) sections.push(section(2, vector(this.#imports)))
    sections.push(section(3, vector(this.#functions.map(({ signature }) => unsigned(signature)))))
    if (this.#memory !== null) sections.push(section(5, vector([this.#memory])))
    sections.push(
      section(7, vector(this.#exports)),
      section(10, vector(this.#functions.map(({ code }) => code))),
    )
    return flatten(sections)
  }
}

export const assemble = (): ModuleWriter => new ModuleWriter()
