/** The programs as users of our library write them, run op by op or compiled. */
import {
  cholesky,
  diagonal,
  exp,
  grad,
  jit,
  log,
  logsumexp,
  matmul,
  relu,
  softmax,
  sum,
  type Tensor,
  tanh,
  tensor,
  transpose,
  treeMap,
  triangularSolve,
  valueAndGrad,
} from '@multiview/tensor'
import { drawn, type FloatArray, type ProgramWork } from '../workload.ts'
import { mlpData, mlpRate, type Of, processData, processStart } from './data.ts'

/** A program on its data. */
export interface Program {
  readonly run: () => unknown
  /** A number that every library computes from the same data, up to rounding. */
  readonly check: () => number
}

export type Compile = <A extends unknown[], R>(f: (...args: A) => R) => (...args: A) => R

/** Runs a function op by op. */
export const eagerly: Compile = f => f
/** Results are written over earlier ones, since the other libraries free theirs by hand. */
export const compiled: Compile = f => jit(f, { reuseResults: true })

type Parameters = Record<'w1' | 'b1' | 'w2' | 'b2', Tensor>

const total = (x: Tensor): number => sum(x).item() as number

const mlp = (work: Of<'mlp'>, compile: Compile): Program => {
  const { dtype, batch, inputs, hidden, classes } = work
  const data = mlpData(work)
  const matrix = (values: FloatArray, ...shape: number[]): Tensor =>
    tensor(values, { dtype }).reshape(shape) as Tensor
  const x = matrix(data.x, batch, inputs)
  const oneHot = matrix(data.oneHot, batch, classes)
  const loss = ({ w1, b1, w2, b2 }: Parameters): Tensor => {
    const logits = matmul(relu(matmul(x, w1).add(b1)), w2).add(b2)
    return sum(logsumexp(logits, { axis: 1 }).sub(sum(logits.mul(oneHot), { axis: 1 }))).div(batch) as Tensor
  }
  const step = compile((old: Parameters): [Tensor, Parameters] => {
    const [value, gradient] = valueAndGrad(loss)(old)
    return [value, treeMap((w: Tensor, d: Tensor) => w.sub(d.mul(mlpRate)) as Tensor, old, gradient)]
  })
  let parameters: Parameters = {
    w1: matrix(data.w1, inputs, hidden),
    b1: matrix(data.b1, hidden),
    w2: matrix(data.w2, hidden, classes),
    b2: matrix(data.b2, classes),
  }
  let value: Tensor
  const run = () => {
    ;[value, parameters] = step(parameters)
    return value
  }
  return {
    run,
    check: () => {
      run()
      return total(run())
    },
  }
}

const chain = ({ dtype, length }: Of<'chain'>, compile: Compile): Program => {
  const x = tensor(drawn(dtype, length, 1), { dtype }) as Tensor
  const y = tensor(drawn(dtype, length, 2), { dtype }) as Tensor
  const run = compile(
    grad((x: Tensor, y: Tensor): Tensor => sum(tanh(x.mul(2).add(y)).mul(exp(x.mul(x).neg()))) as Tensor),
  ) as (x: Tensor, y: Tensor) => Tensor
  return { run: () => run(x, y), check: () => total(run(x, y)) }
}

const attention = (work: Of<'attention' | 'attention-gradient'>, compile: Compile): Program => {
  const { dtype, heads, length, width } = work
  const [q, k, v, g] = [1, 2, 3, 4].map(
    seed =>
      tensor(drawn(dtype, heads * length * width, seed), { dtype }).reshape([heads, length, width]) as Tensor,
  )
  const forward = (q: Tensor, k: Tensor, v: Tensor): Tensor =>
    matmul(softmax(matmul(q, transpose(k, [0, 2, 1])).mul(1 / Math.sqrt(width)), { axis: -1 }), v) as Tensor
  if (work.program === 'attention') {
    const run = compile(forward)
    return { run: () => run(q, k, v), check: () => total(run(q, k, v).mul(g) as Tensor) }
  }
  const run = compile(
    grad((q: Tensor, k: Tensor, v: Tensor): Tensor => sum(forward(q, k, v).mul(g)) as Tensor, {
      argnums: [0, 1, 2],
    }),
  ) as (...args: Tensor[]) => Tensor[]
  return {
    run: () => run(q, k, v),
    check: () => run(q, k, v).reduce((sum, each) => sum + total(each.mul(each) as Tensor), 0),
  }
}

const gaussianProcess = (work: Of<'gaussian-process'>, compile: Compile): Program => {
  const { dtype, points } = work
  const data = processData(work)
  const square = (values: FloatArray) => tensor(values, { dtype }).reshape([points, points]) as Tensor
  const [squares, identity, y] = [square(data.squares), square(data.identity), tensor(data.y, { dtype })]
  const likelihood = (length: Tensor, amplitude: Tensor, noise: Tensor): Tensor => {
    const near = exp(squares.mul(-0.5).mul(exp(length.mul(-2))))
    const covariance = near.mul(exp(amplitude.mul(2))).add(identity.mul(exp(noise.mul(2))))
    const factor = cholesky(covariance)
    const z = triangularSolve(factor, y, { lower: true })
    return sum(z.mul(z))
      .mul(0.5)
      .add(sum(log(diagonal(factor)))) as Tensor
  }
  const run = compile(valueAndGrad(likelihood, { argnums: [0, 1, 2] })) as (
    ...args: Tensor[]
  ) => [Tensor, Tensor[]]
  const [l, a, n] = processStart.map(value => tensor(value, { dtype }) as Tensor)
  return {
    run: () => run(l, a, n),
    check: () => {
      const [value, gradient] = run(l, a, n)
      return gradient.reduce((sum, each) => sum + Math.abs(total(each)), total(value))
    },
  }
}

/** A program, run op by op or compiled. */
export const multiviewProgram = (work: ProgramWork, compile: Compile): Program =>
  work.program === 'mlp'
    ? mlp(work, compile)
    : work.program === 'chain'
      ? chain(work, compile)
      : work.program === 'gaussian-process'
        ? gaussianProcess(work, compile)
        : attention(work, compile)
