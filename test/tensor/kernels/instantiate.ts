/** Runs a module's bytes. */
export interface Api {
  validate(bytes: Uint8Array): boolean
  Module: new (bytes: Uint8Array) => object
  Instance: new (
    module: object,
    imports?: object,
  ) => { exports: Record<string, (...args: number[]) => number> }
}

const { WebAssembly } = globalThis as unknown as { WebAssembly: Api }

export const validates = (bytes: Uint8Array): boolean => WebAssembly.validate(bytes)

export const instantiate = (
  bytes: Uint8Array,
  imports?: object,
): Record<string, (...args: number[]) => number> =>
  new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports
