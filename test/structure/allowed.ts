/**
 * For each folder of a package (or file directly in `src`) the others that it may import, lowest
 * first.
 */
import type { Allowed } from './graph.ts'

const entry = {
  tensor: ['array', 'fft', 'jit', 'linalg', 'methods.ts', 'nn', 'ops', 'optim', 'random', 'transforms'],
  network: ['data', 'dense', 'descent', 'frozen', 'limit', 'lottery', 'objective', 'reduced', 'settings'],
}

const within = (name: string, folders: Readonly<Record<string, readonly string[]>>): Allowed =>
  Object.fromEntries(
    Object.entries(folders).map(([folder, others]) => [
      `${name}/${folder}`,
      others.map(other => `${name}/${other}`),
    ]),
  )

export const allowed: Allowed = {
  ...within('tensor', {
    math: [],
    array: ['math'],
    trace: ['array'],
    ops: ['math', 'array', 'trace'],
    fft: ['math', 'array', 'trace', 'ops'],
    linalg: ['math', 'array', 'trace', 'ops'],
    'table.ts': ['trace', 'ops', 'linalg'],
    transforms: ['array', 'trace', 'ops'],
    optim: ['math', 'array', 'transforms'],
    random: ['math', 'array'],
    nn: ['array', 'ops', 'random'],
    jit: ['array', 'trace', 'ops', 'transforms', 'random', 'kernels'],
    'methods.ts': ['array', 'ops'],
    'all-methods.ts': ['array', 'methods.ts', 'ops'],
    'display.ts': ['array'],
    'array-api': ['array', 'trace', 'ops', 'fft', 'linalg', 'methods.ts', 'display.ts', 'kernels'],
    files: ['math', 'array', 'methods.ts'],
    'ndarray.ts': ['array'],
    kernels: ['math', 'array'],
    threads: ['array', 'kernels', 'jit'],
    'lite.ts': entry.tensor,
    'index.ts': ['display.ts', 'jit', 'kernels', 'transforms', 'lite.ts'],
  }),
  ...within('network', {
    settings: [],
    activation: [],
    data: ['settings'],
    objective: ['data'],
    lottery: ['data'],
    descent: ['settings', 'data', 'objective', 'lottery'],
    limit: ['settings', 'activation', 'data', 'objective', 'lottery', 'descent'],
    dense: ['settings', 'activation', 'data', 'objective', 'lottery', 'descent', 'limit'],
    frozen: ['settings', 'activation', 'data', 'descent', 'limit'],
    reduced: ['settings', 'activation', 'data', 'objective', 'descent', 'limit'],
    'kernels.ts': ['data', 'dense', 'limit', 'reduced'],
    'mixture.ts': ['data', 'dense', 'descent', 'limit', 'objective', 'settings'],
    'index.ts': entry.network,
  }),
  ...within('cluster', {
    'keys.ts': [],
    'every.ts': [],
    'connection.ts': [],
    'stored.ts': ['keys.ts'],
    'presence.ts': ['connection.ts', 'every.ts', 'keys.ts'],
    'state.ts': ['connection.ts', 'keys.ts', 'presence.ts'],
    'client.ts': ['connection.ts', 'every.ts', 'keys.ts', 'presence.ts', 'state.ts', 'stored.ts'],
    'worker.ts': ['client.ts', 'connection.ts', 'every.ts', 'keys.ts', 'presence.ts', 'stored.ts'],
    'index.ts': ['client.ts', 'connection.ts', 'state.ts', 'worker.ts'],
  }),
  ...within('theory', {
    'version.ts': [],
    'numbers.ts': [],
    'presets.ts': [],
    files: [],
    statistics: [],
    predictions: ['statistics'],
    plan: ['version.ts', 'files'],
    schema: ['files'],
    drawing: ['numbers.ts', 'schema'],
    trajectory: ['files', 'drawing'],
    'environment.ts': ['schema'],
    claims: ['numbers.ts', 'presets.ts', 'statistics', 'predictions', 'plan', 'schema', 'drawing'],
    'verify.ts': ['presets.ts', 'plan', 'schema', 'claims'],
    report: ['numbers.ts', 'files', 'schema', 'drawing', 'claims'],
    'page.ts': ['numbers.ts', 'drawing', 'report'],
    sweep: ['numbers.ts', 'files', 'statistics', 'plan', 'schema', 'drawing', 'claims', 'report'],
    'portable.ts': [
      'presets.ts',
      'statistics',
      'predictions',
      'plan',
      'schema',
      'claims',
      'verify.ts',
      'report',
      'sweep',
    ],
    'index.ts': ['version.ts', 'plan', 'environment.ts', 'report', 'portable.ts'],
    cli: [
      'version.ts',
      'presets.ts',
      'files',
      'plan',
      'schema',
      'environment.ts',
      'claims',
      'verify.ts',
      'report',
      'sweep',
      'trajectory',
    ],
  }),
}
