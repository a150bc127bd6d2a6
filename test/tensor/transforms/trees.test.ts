import {
  adam,
  sum,
  type Tensor,
  tensor,
  treeFlatten,
  treeLeaves,
  treeMap,
  treeUnflatten,
  valueAndGrad,
} from '@multiview/tensor'
import { expect, expectTypeOf, test } from 'vitest'

interface Parameters {
  layers: { w: Tensor; b: Tensor }[]
  scale: Tensor<'float32'>
}
const params: Parameters = {
  layers: [
    { w: tensor([1, 2]), b: tensor(3) },
    { w: tensor([4]), b: tensor(5) },
  ],
  scale: tensor(6, { dtype: 'float32' }),
}

test('treeMap keeps the form and takes further trees', () => {
  const shapes = treeMap(x => x.shape.length, params)
  expect(shapes).toEqual({
    layers: [
      { w: 1, b: 0 },
      { w: 1, b: 0 },
    ],
    scale: 0,
  })
  expectTypeOf(shapes.layers).toEqualTypeOf<{ w: number; b: number }[]>()
  const moved = treeMap((p, a, b) => p.add(a).mul(b), params, params, params)
  expectTypeOf(moved.scale).toEqualTypeOf<Tensor>()
  expect(moved.layers[0].w.toArray()).toEqual([2, 8])
  expect(treeMap(x => x.item(), tensor(3))).toBe(3)
  expect(treeMap(x => x, {})).toEqual({})
})

test('a step of gradient descent by treeMap', () => {
  const loss = (p: Parameters) => sum(p.layers[0].w.mul(p.layers[1].w)).mul(p.scale)
  const [, g] = valueAndGrad(loss)(params)
  const next = treeMap((p, d) => p.sub(d.mul(0.5)), params, g)
  expect(next.layers[0].w.toArray()).toEqual([-11, -10])
  expect(next.scale.dtype).toBe('float32')
  expect(adam().init(next)).toBeDefined()
})

test('treeLeaves are in the order of the tree, which treeUnflatten takes', () => {
  const leaves = treeLeaves(params)
  expect(leaves.map(x => x.toArray())).toEqual([[1, 2], 3, [4], 5, 6])
  const [again, structure] = treeFlatten(params)
  expect(again.every((x, i) => x === leaves[i])).toBe(true)
  expect(structure).toEqual({
    layers: [
      { w: 0, b: 1 },
      { w: 2, b: 3 },
    ],
    scale: 4,
  })
  expectTypeOf(structure.layers[0].w).toEqualTypeOf<number>()
  const doubled = treeUnflatten(
    structure,
    leaves.map(x => x.mul(2)),
  )
  expectTypeOf(doubled.layers[0].b).toExtend<Tensor>()
  expect(doubled.layers[1].b.item()).toBe(10)
  // The structure is plain data.
  const back = treeUnflatten(JSON.parse(JSON.stringify(structure)) as typeof structure, leaves)
  expect([back.layers[1].w === params.layers[1].w, back.scale === params.scale]).toEqual([true, true])
})
