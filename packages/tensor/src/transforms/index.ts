/** The public names of `transforms/`: derivatives, vmap and functions of trees. */

export { stopGradient } from '../trace/stop-gradient.ts'
export type { Argnums, ArgnumsOption } from './argnums.ts'
export { type CheckGradsOptions, checkGrads } from './check-grads.ts'
export { checkpoint } from './checkpoint.ts'
export { type Backward, customVjp } from './custom-vjp.ts'
export { type AuxOption, grad, valueAndGrad } from './grad.ts'
export { hessian, hvp, jacobian } from './jacobian.ts'
export { jacfwd, jacrev } from './jacrev.ts'
export type { Tree } from './tree.ts'
export { type TreeOf, treeFlatten, treeLeaves, treeMap, treeUnflatten, type Unflattened } from './trees.ts'
export { jvp, type Like, vjp } from './vjp.ts'
export { type Axes, type VmapOptions, vmap } from './vmap.ts'
