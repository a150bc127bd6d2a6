/**
 * For every public function of a tensor: vmap of it equals the function on each example, stacked.
 */
import { flip, stack, Tensor, treeLeaves, vmap } from '@multiview/tensor'
import { describe, expect, test } from 'vitest'
import { signatures } from '../signatures.ts'

/** Functions that read the numbers of their operand. */
const READ_NUMBERS = ['allClose']

type Call = (...args: unknown[]) => { get?: unknown }
/** Functions that draw other numbers at the next call. */
const DRAW = ['dropout']

const uses = signatures.filter(
  ({ name, args, roles }) => args[0] instanceof Tensor && roles[0] === 'operand' && !DRAW.includes(name),
)
/** The tensors of a result; for the result of `at`, the part that it chooses. */
const tensorsOf = (y: { get?: unknown }) =>
  treeLeaves(y instanceof Tensor || typeof y.get !== 'function' ? y : y.get()) as Tensor[]
const written = (x: Tensor) => [x.dtype, x.shape, x.toArray()]

describe.each([...new Set(uses.map(({ name }) => name))])('%s', name => {
  test.each(uses.filter(use => use.name === name))('$roles', ({ call, args: [x, ...rest] }) => {
    const each = (example: Tensor) => tensorsOf((call as Call)(example, ...rest))
    const examples = [x as Tensor, flip(x as Tensor)]
    const mapped = () => vmap(each)(stack(examples))
    if (READ_NUMBERS.includes(name)) expect(mapped).toThrow(`the function read numbers of a tensor`)
    else {
      const [first, second] = examples.map(each)
      expect(mapped().map(written)).toEqual(first.map((y, i) => written(stack([y, second[i]]))))
    }
  })
})
