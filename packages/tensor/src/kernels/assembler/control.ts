/** Blocks, loops and branches, and the counted loops of the kernels. */
import type { Label } from './encode.ts'
import { i32 } from './scalar.ts'
import { type Body, bodyCode, type Expr, type Local, type Statement, statement } from './types.ts'

const newLabel = (): Label => ({ kind: 'label' })

/** Runs the body once. A branch to its label continues after the block. */
export const block = (body: (out: Label) => Body): Statement => {
  const label = newLabel()
  return statement({ opcode: 0x02, label, body: bodyCode(body(label)) })
}

/** Runs the body once. A branch to its label continues at the start of the body. */
export const loop = (body: (again: Label) => Body): Statement => {
  const label = newLabel()
  return statement({ opcode: 0x03, label, body: bodyCode(body(label)) })
}

export const when = (condition: Expr<'i32'>, body: Body, otherwise?: Body): Statement => {
  const scope = { opcode: 0x04, label: newLabel(), body: bodyCode(body) }
  return statement(
    condition.code,
    otherwise === undefined ? scope : { ...scope, otherwise: bodyCode(otherwise) },
  )
}

export const branch = (target: Label): Statement => statement({ opcode: 0x0c, target })

export const branchIf = (target: Label, condition: Expr<'i32'>): Statement =>
  statement(condition.code, { opcode: 0x0d, target })

export const returned = (value?: Expr<'i32' | 'f32' | 'f64' | 'v128'>): Statement =>
  statement(value?.code ?? [], 0x0f)

/** Adds to `variable`. */
export const advance = (variable: Local<'i32'>, by: number | Expr<'i32'>): Statement =>
  variable.set(i32.add(variable, typeof by === 'number' ? i32.const(by) : by))

/** `do { body } while ((counter -= 1) != 0)`, for counts of at least 1. */
export const repeat = (counter: Local<'i32'>, body: Body): Statement =>
  loop(again => [body, branchIf(again, counter.tee(i32.sub(counter, i32.const(1))))])

/** `while (condition) body`. */
export const whilst = (condition: Expr<'i32'>, body: Body): Statement =>
  block(out => loop(again => [branchIf(out, i32.eqz(condition)), body, branch(again)]))

/** `for (i = from; i < to; i += step) body`, with an unsigned comparison. */
export const count = (
  i: Local<'i32'>,
  from: Expr<'i32'>,
  to: Expr<'i32'>,
  step: Expr<'i32'>,
  body: Body,
): Statement[] => [i.set(from), whilst(i32.ltU(i, to), [body, i.set(i32.add(i, step))])]

/** Copies `bytes` bytes. The ranges may overlap. */
export const memoryCopy = (to: Expr<'i32'>, from: Expr<'i32'>, bytes: Expr<'i32'>): Statement =>
  statement(to.code, from.code, bytes.code, 0xfc, 10, 0, 0)
