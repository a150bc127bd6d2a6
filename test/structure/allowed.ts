import type { Allowed } from './graph.ts'

export const allowed: Allowed = {
  'tensor/math': [],
  'tensor/array': ['tensor/math'],
  'tensor/trace': ['tensor/array'],
  'tensor/ops': ['tensor/array', 'tensor/math', 'tensor/trace'],
  'tensor/transforms': ['tensor/array', 'tensor/ops', 'tensor/trace'],
  'tensor/optim': ['tensor/array', 'tensor/math', 'tensor/transforms'],
  'tensor/random': ['tensor/array', 'tensor/math'],
  'tensor/kernels': ['tensor/array', 'tensor/math'],
  'tensor/threads': ['tensor/array', 'tensor/kernels'],
  'tensor/methods.ts': ['tensor/array', 'tensor/ops'],
  'tensor/display.ts': ['tensor/array'],
  'tensor/files': ['tensor/array', 'tensor/methods.ts'],
  'tensor/ndarray.ts': ['tensor/array'],
  'tensor/lite.ts': [
    'tensor/array',
    'tensor/methods.ts',
    'tensor/ops',
    'tensor/optim',
    'tensor/random',
    'tensor/transforms',
  ],
  'tensor/index.ts': ['tensor/display.ts', 'tensor/kernels', 'tensor/lite.ts'],
}
