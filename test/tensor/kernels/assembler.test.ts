import {
  assemble,
  block,
  branchIf,
  count,
  f32,
  f64,
  f64x2,
  i32,
  loop,
  repeat,
  v128,
  when,
} from '@multiview/tensor/assembler'
import { describe, expect, it } from 'vitest'
import { instantiate, validates } from './instantiate.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('the assembler', () => {
  it('writes exactly the bytes of the binary format', () => {
    const module = assemble()
    module.func('double', ['f64'], 'f64', (_, x) => f64.add(x, x))
    expect(hex(module.bytes())).toBe(
      [
        '0061736d01000000', // magic and version
        '01060160017c017c', // one type: f64 → f64
        '03020100', // one function of type 0
        '070a0106646f75626c650000', // exported as "double"
        '0a09010700200020 00a00b'.replace(' ', ''), // no locals; local.get 0 twice; f64.add; end
      ].join(''),
    )
  })

  it('encodes integers at the ends of their ranges', () => {
    const values = [0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, -8193, 2 ** 31 - 1, -(2 ** 31)]
    const module = assemble()
    values.forEach((value, index) => {
      module.func(`f${index}`, [], 'i32', () => i32.const(value))
    })
    const exports = instantiate(module.bytes())
    expect(values.map((_, index) => exports[`f${index}`]())).toEqual(values)
  })

  it('refuses what no instruction can hold', () => {
    expect(() => i32.const(2 ** 31)).toThrow('2147483648 is not a signed 32-bit integer')
    expect(() => v128.shuffle(f64x2.const(0), f64x2.const(0), [32])).toThrow('16 bytes numbered 0 … 31')
    expect(() => i32.load(i32.const(0), -1)).toThrow('-1 is not an unsigned 32-bit integer')
  })

  it('shares the signatures of functions and calls one from another', () => {
    const module = assemble()
    const square = module.func(null, ['f64'], 'f64', (_, x) => f64.mul(x, x))
    module.func('fourth', ['f64'], 'f64', (_, x) => square.call(square.call(x)))
    expect(instantiate(module.bytes()).fourth(3)).toBe(81)
    expect(hex(module.bytes())).toContain('01060160017c017c')
  })

  it('resolves branches to the scope they name', () => {
    const module = assemble()
    module.func('firstSquareAbove', ['i32'], 'i32', (f, bound) => {
      const i = f.local('i32')
      const search = block(out =>
        loop(again => [
          when(i32.gtS(i32.mul(i, i), bound), [branchIf(out, i32.const(1))]),
          i.set(i32.add(i, i32.const(1))),
          branchIf(again, i32.const(1)),
        ]),
      )
      return [search, i]
    })
    expect(instantiate(module.bytes()).firstSquareAbove(50)).toBe(8)
  })

  it('refuses a branch to a scope that does not enclose it', () => {
    let escaped: Parameters<typeof branchIf>[0] | undefined
    block(out => {
      escaped = out
      return []
    })
    const module = assemble()
    expect(() => module.func('f', [], null, () => branchIf(escaped!, i32.const(1)))).toThrow(
      'does not enclose',
    )
  })

  it('counts loops as written', () => {
    const module = assemble()
    module.func('sumTo', ['i32'], 'i32', (f, n) => {
      const [i, sum] = f.locals('i32', 2)
      return [count(i, i32.const(0), n, i32.const(1), sum.set(i32.add(sum, i))), sum]
    })
    module.func('factorial', ['i32'], 'f64', (f, n) => {
      const product = f.local('f64')
      return [[product.set(f64.const(1)), repeat(n, product.set(f64.mul(product, f64.fromI32(n))))], product]
    })
    const { sumTo, factorial } = instantiate(module.bytes())
    expect([sumTo(0), sumTo(1), sumTo(100), factorial(1), factorial(10)]).toEqual([0, 0, 4950, 1, 3628800])
  })

  it('has a memory of its own or an imported one, shared or not, never two', () => {
    const own = assemble()
    own.exportMemory('memory', { initial: 1, maximum: 2 })
    own.func('put', ['i32', 'f32'], null, (_, at, x) => f32.store(at, f32.neg(x), 4))
    const { memory, put } = instantiate(own.bytes()) as unknown as {
      memory: { buffer: ArrayBuffer }
      put: (at: number, x: number) => void
    }
    put(8, 1.5)
    expect(new Float32Array(memory.buffer)[3]).toBe(-1.5)
    expect(() => own.importMemory('env', 'memory', { initial: 1 })).toThrow('one memory')

    const shared = assemble()
    shared.importMemory('env', 'memory', { initial: 1, maximum: 4, shared: true })
    shared.func('f', [], null, () => [])
    expect(validates(shared.bytes())).toBe(true)
    expect(() => assemble().exportMemory('m', { initial: 1, shared: true })).toThrow('needs a maximum')
  })

  it('calls functions from outside, which are declared before its own', () => {
    const module = assemble()
    const twice = module.importFunction('env', 'twice', ['f64'], 'f64')
    const own = module.func(null, ['f64'], 'f64', (_, x) => f64.add(x, f64.const(1)))
    module.func('both', ['f64'], 'f64', (_, x) => own.call(twice.call(x)))
    const imports = { env: { twice: (x: number) => 2 * x } }
    expect(instantiate(module.bytes(), imports).both(5)).toBe(11)
    expect(() => module.importFunction('env', 'late', [], null)).toThrow('before the own ones')
  })

  it('keeps both lanes of a vector apart', () => {
    const module = assemble()
    module.exportMemory('memory', { initial: 1 })
    module.func('lane1', ['f64', 'f64'], 'f64', (f, x, y) => {
      const v = f.local('v128')
      const both = f64x2.replace(f64x2.splat(x), 1, y)
      return [[v.set(f64x2.mul(both, both)), v128.store(i32.const(16), v)], f64.load(i32.const(24))]
    })
    expect(instantiate(module.bytes()).lane1(3, 5)).toBe(25)
  })
})
