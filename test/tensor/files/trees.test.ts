/** Trees in files: parameters and the state of optimizers. */
import {
  adam,
  addDecayedWeights,
  chain,
  clipByGlobalNorm,
  grad,
  jit,
  momentum,
  normal,
  type Optimizer,
  optimizer,
  rmsprop,
  scaleByAdam,
  scaleByLearningRate,
  sgd,
  square,
  stream,
  sum,
  tanh,
  tensor,
  treeLeaves,
} from '@multiview/tensor'
import { readNpz, readSafetensors, writeNpz, writeSafetensors } from '@multiview/tensor/files'
import { describe, expect, test } from 'vitest'

const formats = [
  ['npz', writeNpz, (bytes: Uint8Array, like: object) => readNpz(bytes, { like })],
  [
    'safetensors',
    writeSafetensors,
    (bytes: Uint8Array, like: object) => readSafetensors(bytes, { like }).tensors,
  ],
] as const

const bits = (tree: unknown) =>
  treeLeaves(tree).map(x => [x.dtype, x.shape, Buffer.from(x.values().slice().buffer).toString('hex')])

const random = stream(1, 'trees')
const start = {
  layers: [
    { w: normal(random, [3, 4]), b: normal(random, [4]) },
    { w: normal(random, [4]), b: tensor(0.5, { dtype: 'float32' }) },
  ],
}
type Params = typeof start
const loss = ({ layers: [a, c] }: Params) =>
  sum(
    square(
      tanh(sum(a.w, { axis: 0 }).add(a.b))
        .mul(c.w)
        .add(c.b)
        .sub(1),
    ),
  )

const rules: Record<string, Optimizer<unknown>> = {
  adam: adam({ learningRate: 0.05 }),
  sgd: sgd({ learningRate: 0.05 }),
  momentum: sgd({ learningRate: 0.05, momentum: 0.9 }),
  rmsprop: rmsprop({ learningRate: 0.01 }),
  chain: optimizer(
    chain(
      clipByGlobalNorm(1),
      addDecayedWeights(0.01),
      scaleByAdam(),
      momentum({ decay: 0.5 }),
      scaleByLearningRate(step => tensor(0.1).div(step.add(1))),
    ),
  ),
}

describe.each(formats)('%s', (_, write, read) => {
  test.each(Object.entries(rules))('training with %s goes on bit for bit', (_name, rule) => {
    const step = jit((params: Params, state: unknown) => rule.update(params, grad(loss)(params), state))
    const run = (from: { params: Params; state: unknown }, steps: number) => {
      let now = from
      for (let t = 0; t < steps; t++) now = step(now.params, now.state)
      return now
    }
    const first = { params: start, state: rule.init(start) }
    const half = run(first, 10)
    const back = read(write(half as never), first) as typeof first
    expect(bits(back)).toEqual(bits(half))
    expect(bits(run(back, 10))).toEqual(bits(run(first, 20)))
    expect(bits(half)).not.toEqual(bits(first))
  })

  test('lists, empty parts and keys of all kinds come back', () => {
    const tree = {
      list: [tensor([1]), [tensor(true), {}], []],
      'a.b': { c: tensor(new Int32Array([7])) },
      __proto: { größe: tensor([NaN, -0, Infinity]) },
    }
    const back = read(write(tree as never), tree) as typeof tree
    expect(bits(back)).toEqual(bits(tree))
    expect([back.list[2], (back.list[1] as unknown[])[1]]).toEqual([[], {}])
  })

  test('another form, dtype or shape is refused by name', () => {
    const bytes = write({ a: [{ w: tensor([1, 2]) }], b: tensor(1) })
    const b = tensor(0)
    const cases: [object, string][] = [
      [{ a: [{ w: tensor([1, 2, 3]) }], b }, '"a.0.w" is float64 [2] in the file and float64 [3] in like'],
      [{ a: [{ w: tensor([1, 2], { dtype: 'float32' }) }], b }, 'float64 [2] in the file and float32 [2]'],
      [{ a: [{ v: tensor([1, 2]) }], b }, 'the file has the tensor "a.0.w", which like lacks'],
      [{ b }, 'the file has the tensor "a.0.w", which like lacks'],
      [{ a: [{ w: tensor([1, 2]) }], b, c: { d: b } }, 'the file has no tensor "c.d", which like has'],
      [{ a: [{ w: 1 }], b }, '"a.0.w" is 1, which is not a tensor; wrap it in tensor'],
      [b, 'takes an object with a tensor or a tree for each name, not a tensor'],
    ]
    for (const [like, message] of cases) expect(() => read(bytes, like)).toThrow(message)
    for (const like of [3, 'x', null])
      expect(() => read(bytes, like as never)).toThrow(/like|takes an object/)
  })

  test('names that two tensors have, values and cycles are refused', () => {
    expect(() => write({ 'a.b': tensor(1), a: { b: tensor(2) } })).toThrow(
      /^write\w+: two tensors have the name "a\.b", which joins keys by dots; rename a key$/,
    )
    expect(() => write({ a: [tensor(1), 3] } as never)).toThrow('"a.1" is 3, which is not a tensor')
    expect(() => write({ a: { b: null } } as never)).toThrow('"a.b" is null, which is not a tensor')
    expect(() => write(tensor(1) as never)).toThrow('takes an object with a tensor or a tree')
    expect(() => write([tensor(1)] as never)).toThrow('takes an object with a tensor or a tree')
    const own: Record<string, unknown> = {}
    own.own = own
    expect(() => write(own as never)).toThrow('nested too deeply; does it hold itself?')
  })
})
