/** Calls every public function as plain JavaScript may call it, with one wrong argument. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as mv from '@multiview/tensor'
import { Tensor, TensorError } from '@multiview/tensor'
import * as files from '@multiview/tensor/files'
import { describe, expect, test } from 'vitest'
import { type Role, type Signature, signatures } from './signatures.ts'

const nothing = [undefined, null]
const strange = [Symbol('s'), 10n, () => 1, new Date(0), Object.create(null), new Map()]
const selfContaining: Record<string, unknown> = {}
selfContaining.again = selfContaining
const notWhole = [Number.NaN, 0.5, 7, -7, Infinity, '0', {}, true, 10n, Symbol('s')]

/** For each role of an argument, values that it refuses. */
const wrong: Record<Role, readonly unknown[]> = {
  operand: [
    null,
    'text',
    '1',
    {},
    [],
    [1, 2],
    [[]],
    { stride: 1 },
    { stride: [], shape: [], offset: 0 },
    ...strange,
  ],
  tensor: [
    ...nothing,
    'text',
    {},
    [],
    [1, 2],
    1,
    true,
    { stride: [1], shape: 2, offset: 0, data: [] },
    ...strange,
  ],
  tensors: [
    ...nothing,
    1,
    'text',
    {},
    [],
    [undefined],
    ['text'],
    [{}],
    new Tensor('float64', new Float64Array(1), [1]),
  ],
  values: [
    ...nothing,
    'text',
    {},
    [1, 'text'],
    [null],
    [1, [2]],
    [[1], 2],
    [[1, 2], [3]],
    [true, 2],
    [1n],
    ...strange,
  ],
  axis: [null, ...notWhole, [0, 0], ['0'], [Number.NaN], [null]],
  axes: [...notWhole, [0, 0], ['0', 1], [Number.NaN, 1], [null, 1], [0]],
  shape: [
    ...nothing,
    3,
    '23',
    {},
    [Number.NaN, 2],
    [0.5, 12],
    ['2', 3],
    [[2], 3],
    [-3, -2],
    [10n],
    [Symbol('s')],
    [1e6, 1e6],
  ],
  number: [...nothing, Number.NaN, '1', 'text', [], {}, [1], ...strange],
  dtype: [...nothing, 'float', 'constructor', '', 3, {}, [], ['int32'], Symbol('s')],
  function: [...nothing, 1, 'text', {}, [], new Map(), Symbol('s')],
  arguments: [
    ...nothing,
    1,
    'text',
    {},
    [1],
    ['text'],
    [null],
    new Tensor('float64', new Float64Array(1), [1]),
    Symbol('s'),
  ],
  subscripts: [...nothing, 1, 'i', 'ijk->i', 'ij->ijk', 'i1->', {}, ['ij'], Symbol('s'), 10n],
  range: [
    undefined,
    Number.NaN,
    0.5,
    7,
    -7,
    '0',
    'text',
    {},
    true,
    [],
    [1],
    [0, 1, 0],
    [0, 0.5],
    [Number.NaN, 1],
    ['0', '1'],
    [undefined, 1],
    Symbol('s'),
  ],
  name: [...nothing, Number.NaN, 0.5, 2 ** 60, {}, [], true, ...strange],
  stream: [...nothing, 1, 'text', {}, [], mv.stream(1).save(), { fillUniform: () => 1 }, ...strange],
  bytes: [
    ...nothing,
    1,
    'text',
    {},
    [],
    [1],
    Symbol('s'),
    new Float32Array(2),
    new DataView(new ArrayBuffer(8)),
  ],
  record: [...nothing, 1, 'text', [], [1], { x: 1 }, { x: null }, { x: [1] }, Symbol('s')],
  state: [...nothing, 1, 'text', {}, [], { step: 'one' }, { step: 0.5 }, Symbol('s')],
  tree: [
    selfContaining,
    ...nothing,
    1,
    'text',
    { a: 1 },
    [null],
    new Date(0),
    Symbol('s'),
    () => 1,
    new Map(),
  ],
  indices: [
    null,
    'text',
    {},
    [],
    [0],
    new Tensor('float64', new Float64Array(2), [1, 2]),
    { stride: 1 },
    0.5,
    Number.NaN,
    9,
    ...strange,
  ],
  shares: [...nothing, -0.5, 1.5, Number.NaN, 'text', {}, ['0'], [0.5, 2], [[0.5]], ...strange],
  count: [...nothing, -1, 0.5, Number.NaN, 'text', {}, ['1'], [0.5], [null], ...strange],
  whole: [...nothing, 0.5, Number.NaN, Infinity, 'text', {}, ['1'], [0.5], [null], ...strange],
  window: [...nothing, Number.NaN, 0.5, 0, -1, 9, '2', {}, [], [2, 2, 2], [2.5, 2], [[2], 2], ...strange],
  widths: [
    ...nothing,
    Number.NaN,
    0.5,
    -1,
    '2',
    {},
    [],
    [1, -1],
    [1, 2, 3],
    [[1, 1]],
    [[1], [1]],
    ...strange,
  ],
  options: [
    null,
    0,
    1,
    'text',
    true,
    [],
    [1],
    Symbol('s'),
    10n,
    () => 1,
    { nonsense: 1 },
    { constructor: 1 },
  ],
}

const loops = /^(scan 1|foriLoop 3|whileLoop 2|cond 2)$/

/** Cases in which such a value is allowed. */
const right = ({ name, roles }: Signature, place: number, value: unknown): boolean => {
  const role = roles[place]
  return (
    (value === undefined && role === 'axis' && /flip|squeeze/.test(name)) ||
    (value === null && role === 'axis' && /flip/.test(name)) ||
    // A second number is the end of a range, or a number of columns.
    (typeof value === 'number' && role === 'options' && /arange|eye/.test(name) && place === 1) ||
    // A rate may be a schedule. An index outside the range gives a row without a 1.
    (typeof value === 'function' && /^(warmup|scaleByLearningRate)$/.test(name) && role === 'number') ||
    // A third function is a backward pass that gets residuals.
    (typeof value === 'function' && name === 'customVjp') ||
    (value === 9 && name === 'oneHot' && place === 0) ||
    (value === undefined && name === 'fillUniform' && role === 'number') ||
    (Number.isNaN(value) && /^full/.test(name)) ||
    // A loop may carry nothing, and a branch may take nothing.
    ((value === null || value === undefined) && role === 'tree' && loops.test(`${name} ${place}`)) ||
    // An empty list of axes gives an empty grid.
    (Array.isArray(value) && value.length === 0 && name === 'meshgrid')
  )
}

const shown = (value: unknown): string => {
  try {
    return typeof value === 'string'
      ? `'${value}'`
      : Array.isArray(value)
        ? `[${value.map(shown)}]`
        : String(value)
  } catch {
    return typeof value
  }
}

/** What is wrong with an error, or with a call that does not throw. */
function complaint(name: string, run: () => unknown): string | undefined {
  let result: unknown
  try {
    result = run()
  } catch (error) {
    if (!(error instanceof TensorError)) return `threw a raw ${error}`
    if (error.operation !== name) return `named ${error.operation}: ${error.message}`
    return error.message.includes('\n') ? `took several lines: ${error.message}` : undefined
  }
  return `gave ${result instanceof Tensor ? String(result) : shown(result)}`
}

describe('a wrong argument is refused by a TensorError that names the function', () => {
  test.each(signatures.map(s => [`${s.name}(${s.roles})`, s] as const))('%s', (_, signature) => {
    const { name, call, args, roles } = signature
    expect(() => call(...(args as never[]))).not.toThrow()
    const found: string[] = []
    roles.forEach((role, place) => {
      for (const value of wrong[role]) {
        if (right(signature, place, value)) continue
        const given = args.map((arg, i) => (i === place ? value : arg))
        const what = complaint(name, () => call(...(given as never[])))
        if (what) found.push(`argument ${place} as ${shown(value)} ${what}`)
      }
    })
    expect(found).toEqual([])
  })

  test('these are all public functions', () => {
    const exported = Object.entries({ ...mv, ...files })
      .filter(([, value]) => typeof value === 'function')
      .map(([name]) => name)
    // Classes.
    const others = ['Tensor', 'TensorError']
    const listed = new Set(signatures.map(({ name }) => name))
    expect(exported.filter(name => !listed.has(name) && !others.includes(name))).toEqual([])
  })
})

describe('options', () => {
  const source = fileURLToPath(new URL('../../packages/tensor/src/', import.meta.url))
  const takesOptions = new Set<string>()
  for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' }))
    if (/^(array|control|fft|files|linalg|nn|ops|optim|random|trace|transforms)\/.*\.ts$/.test(file))
      for (const part of readFileSync(source + file, 'utf8')
        .split(/^export function /m)
        .slice(1)) {
        const name = /^\w+/.exec(part)![0]
        if (/\boptions\??:/.test(part.split(/\{\n {2}\w/)[0]) && (name in mv || name in files))
          takesOptions.add(name)
      }

  test('every function that declares them is called with unknown ones here', () => {
    const tried = new Set(signatures.filter(s => s.roles.includes('options')).map(s => s.name))
    expect([...tried].sort()).toEqual([...takesOptions].sort())
    expect(tried.size).toBeGreaterThan(35)
  })

  test.each(signatures.filter(s => s.roles.includes('options')).map(s => [s.name, s] as const))(
    '%s lists its own when it refuses one',
    (name, { call, args }) => {
      const given = [...args.slice(0, -1), { nonsense: 1 }]
      expect(() => call(...(given as never[]))).toThrow(
        new RegExp(`^${name}: nonsense: 1 is not among the options \\{ \\w.*\\}$`),
      )
    },
  )

  test('of another type are refused', () => {
    const x = mv.tensor([1, 2])
    const bad = (f: () => unknown, message: string) => expect(f).toThrow(message)
    bad(
      () => mv.sum(x, { keepDims: 1 as never }),
      'sum: keepDims: 1 is not among the options { axis, keepDims: boolean, dtype }',
    )
    bad(() => mv.cumsum(x, { reverse: 'yes' as never }), 'cumsum: reverse: "yes" is not among')
    bad(
      () => mv.adam({ lr: 0.1 } as never),
      'adam: lr: 0.1 is not among the options { learningRate, beta1: number,',
    )
    bad(() => mv.adam({ learningRate: '0.1' as never }), 'adam: the learning rate of step 0 is "0.1"')
    bad(() => mv.sgd(undefined as never), 'sgd: undefined is not among the options { learningRate')
    bad(() => mv.sum(x, 0 as never), 'sum: 0 is not among the options { axis, keepDims: boolean, dtype }')
    bad(() => mv.zeros([1], 'float32' as never), 'zeros: "float32" is not among the options { dtype }')
    bad(() => mv.arange(0, 10, 2 as never), 'arange: 2 is not among the options { step: number, dtype }')
    bad(() => mv.arange(0, '10' as never), 'arange: "10" is not among the options')
    bad(() => mv.stack([x, x], 1 as never), 'stack: 1 is not among the options { axis }')
    bad(
      () => mv.concatenate(x as never, x as never),
      'concatenate: the first argument is a tensor; it must be an array',
    )
  })

  test('that are undefined count as left out', () => {
    const x = mv.tensor([1, 2])
    expect(mv.sum(x, { axis: undefined as never, keepDims: undefined as never }).item()).toBe(3)
    expect(mv.zeros([1], { dtype: undefined as never }).dtype).toBe('float64')
  })
})
