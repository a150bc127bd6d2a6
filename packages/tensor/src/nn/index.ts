// Parts of neural networks, composed of ops: normalization, losses, dropout and initializers.

export { type BatchNorm, type BatchNormOptions, batchNorm } from './batch-norm.ts'
export { type CrossEntropyOptions, crossEntropy } from './cross-entropy.ts'
export { type DropoutOptions, dropout } from './dropout.ts'
export { embedding } from './embedding.ts'
export {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type InitializerOptions,
  lecunNormal,
  lecunUniform,
} from './initializers.ts'
export { type LayerNormOptions, layerNorm, type RmsNormOptions, rmsNorm } from './layer-norm.ts'
export { oneHot } from './one-hot.ts'
