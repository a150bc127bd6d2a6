/**
 * The time to compile programs of about a hundred ops: the first two calls, in milliseconds of wall
 * time and of processor time, which includes the threads of the JavaScript engine.
 *
 *     node bench/dist/studies/compile.js [PROGRAMS]
 *
 * Each kind and type runs in a fresh process, on 20 different PROGRAMS by default, after a first
 * one. `chain` is elementwise and one loop, `gradient` its derivative, and `mixed` has a product,
 * softmax and sum after every ten ops, which makes about twenty steps.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import {
  abs,
  exp,
  grad,
  jit,
  matmul,
  relu,
  reshape,
  sigmoid,
  softmax,
  sum,
  type Tensor,
  tanh,
  tensor,
} from '@multiview/tensor'
import { columns } from '../table.ts'
import { type Dtype, drawn } from '../workload.ts'

type Program = (x: Tensor, m: Tensor) => Tensor | Tensor[]

const SIZE = 16
const ops: ((x: Tensor) => Tensor)[] = [
  tanh,
  x => x.mul(1.1) as Tensor,
  abs,
  x => x.add(0.3) as Tensor,
  relu,
  x => exp(x.neg()) as Tensor,
  sigmoid,
  x => x.mul(x) as Tensor,
] as ((x: Tensor) => Tensor)[]

/** Some ops, which depend on the number of the program. */
const some = (x: Tensor, count: number, from: number): Tensor => {
  let y = x
  for (let i = 0; i < count; i++) y = ops[(7 * (i + from)) % ops.length](y)
  return y
}

const kinds: Record<string, (i: number) => Program> = {
  chain: i => x => some(x.mul(1 + i / 100) as Tensor, 100, i),
  gradient: i =>
    grad((x: Tensor): Tensor => sum(some(x.mul(1 + i / 100) as Tensor, 40, i)) as Tensor) as Program,
  mixed: i => (x, m) => {
    let y = x
    const sums = Array.from({ length: 9 }, (_, part) => {
      y = softmax(matmul(some(y, 8, part + i), m)) as Tensor
      return sum(y) as Tensor
    })
    return [y, ...sums]
  },
}

const [first = '20', dtype] = process.argv.slice(2)
if (dtype === undefined) {
  const types: Dtype[] = ['float64', 'float32']
  const rows = Object.keys(kinds).flatMap(kind =>
    types.map(type => {
      const own = [fileURLToPath(import.meta.url), kind, type, first]
      return execFileSync(process.execPath, own, { encoding: 'utf8' }).trim().split(' ')
    }),
  )
  console.log(columns([['', 'wall min', 'median', 'processor min', 'median', 'first'], ...rows]))
} else {
  const count = Number(process.argv[4])
  const [x, m] = [1, 2].map(seed => reshape(tensor(drawn(dtype as Dtype, SIZE ** 2, seed)), [SIZE, SIZE]))
  const spent = () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  }
  const taken = Array.from({ length: count + 1 }, (_, i) => {
    const [wall, processor] = [performance.now(), spent()]
    const f = jit(kinds[first](i))
    for (let call = 0; call < 2; call++) f(x, m)
    return [performance.now() - wall, spent() - processor]
  })
  const figures = [0, 1].flatMap(which => {
    const sorted = taken.slice(1).map(times => times[which])
    sorted.sort((a, b) => a - b)
    return [sorted[0], sorted[count >> 1]].map(ms => ms.toFixed(1))
  })
  console.log([`${first}-${dtype}`, ...figures, taken[0][0].toFixed(1)].join(' '))
}
