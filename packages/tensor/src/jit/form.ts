/**
 * The form of arguments: the structure of their trees, the dtypes and shapes of the tensors, and
 * the plain values. A plan serves the calls whose arguments have its form.
 */
import type { DType } from '../array/dtype.ts'
import { fail, told } from '../array/error.ts'
import { type Shape, sameShape } from '../array/shape.ts'
import { Tensor } from '../array/tensor.ts'
import { isPlain } from '../transforms/tree.ts'

export type Form =
  | { readonly kind: 'tensor'; readonly dtype: DType; readonly shape: Shape }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'list'; readonly parts: readonly Form[] }
  | { readonly kind: 'object'; readonly keys: readonly string[]; readonly parts: readonly Form[] }

/**
 * The form of arguments. Throws for a value that is neither a tree of tensors nor a plain value.
 */
export function formOf(x: unknown, path = ''): Form {
  if (path.length > 2000) fail('jit', 'nested too deeply; does it hold itself?')
  if (x instanceof Tensor) return { kind: 'tensor', dtype: x.dtype, shape: x.shape }
  if (Array.isArray(x)) return { kind: 'list', parts: x.map((part, i) => formOf(part, `${path}[${i}]`)) }
  if (isPlain(x)) {
    const keys = Object.keys(x)
    return { kind: 'object', keys, parts: keys.map(key => formOf(x[key as never], `${path}.${key}`)) }
  }
  if (typeof x === 'object' && x)
    fail(
      'jit',
      `argument ${path} is ${told(x)} of a class; pass numbers in tensor(), and other values as strings, booleans ` +
        'or functions, in plain objects and arrays',
    )
  return { kind: 'value', value: x }
}

/**
 * Whether arguments have a form. Puts their tensors into `leaves`. Traced tensors never fit a form.
 */
export function hasForm(form: Form, x: unknown, leaves: Tensor[]): boolean {
  switch (form.kind) {
    case 'tensor':
      if (!(x instanceof Tensor) || x.dtype !== form.dtype || !sameShape(x.shape, form.shape) || x.tracing)
        return false
      leaves.push(x)
      return true
    case 'value':
      return Object.is(x, form.value)
    case 'list': {
      if (!Array.isArray(x) || x.length !== form.parts.length) return false
      for (let i = 0; i < x.length; i++) if (!hasForm(form.parts[i], x[i], leaves)) return false
      return true
    }
    case 'object': {
      if (!isPlain(x)) return false
      const { keys, parts } = form
      let count = 0
      for (const key in x) if (Object.hasOwn(x, key)) count++
      if (count !== keys.length) return false
      for (let i = 0; i < keys.length; i++)
        if (!Object.hasOwn(x, keys[i]) || !hasForm(parts[i], x[keys[i] as never], leaves)) return false
      return true
    }
  }
}
