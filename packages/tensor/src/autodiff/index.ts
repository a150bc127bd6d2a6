export { type ArgumentOption, grad, valueAndGrad } from './grad.ts'
export type { Tree } from './tree.ts'
