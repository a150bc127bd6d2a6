// Which documents of the repository are pages of the site, in the order of its sidebar, and which
// entries of the packages the reference covers.

/** [title of the group, [file in the repository, title][]] */
export const groups = [
  [
    'Start',
    [
      ['site/lab/page.html', 'The lab'],
      ['README.md', 'What this is'],
      ['docs/coming-from.md', 'Coming from NumPy, JAX, tfjs'],
      ['examples/README.md', 'Examples'],
      ['packages/tensor/README.md', '@multiview/tensor'],
      ['packages/network/README.md', '@multiview/network'],
      ['packages/theory/README.md', '@multiview/theory'],
      ['packages/cluster/README.md', '@multiview/cluster'],
    ],
  ],
  [
    'The theory',
    [
      ['docs/README.md', 'Page by page'],
      ['docs/notation.md', 'Notation'],
      ['docs/theorem-1.md', 'Theorem 1'],
      ['docs/theorem-2.md', 'Theorem 2'],
      ['docs/theorem-3.md', 'Theorem 3'],
      ['docs/theorem-4.md', 'Theorem 4'],
      ['docs/mechanism.md', 'The mechanism'],
      ['docs/contrasts.md', 'Contrasts'],
      ['docs/finite-size.md', 'Finite size'],
      ['docs/paper-start.md', 'The start of the paper'],
      ['docs/departures.md', 'Departures'],
      ['docs/real-vectors.md', 'Real vectors'],
      ['docs/beyond.md', 'Beyond the paper'],
      ['docs/mixed-samples.md', 'Mixed samples'],
      ['docs/results.md', 'Results'],
      ['docs/power.md', 'Power'],
    ],
  ],
  [
    'Runs',
    [
      ['docs/command.md', 'The command'],
      ['docs/write-a-claim.md', 'A claim of your own'],
      ['docs/own-network.md', 'A network of your own'],
      ['docs/many-machines.md', 'Many machines'],
    ],
  ],
  [
    'The library',
    [
      ['docs/transforms.md', 'Transforms of functions'],
      ['FEATURES.md', 'Features'],
      ['docs/speed.md', 'Speed'],
      ['docs/bench.md', 'The bench'],
    ],
  ],
  [
    'The project',
    [
      ['docs/architecture.md', 'Architecture'],
      ['CONTRIBUTING.md', 'Contributing'],
      ['CHANGELOG.md', 'Changes'],
      ['SECURITY.md', 'Security'],
      ['docs/licences.md', 'Licences'],
    ],
  ],
]

/** The pages of the reference: [name of the page, title, how its names are imported, source]. */
export const reference = [
  ['tensor-array', 'Tensors', '@multiview/tensor', 'tensor/src/array/index.ts'],
  ['tensor-ops', 'Ops', '@multiview/tensor', 'tensor/src/ops/index.ts'],
  ['tensor-linalg', 'Linear algebra', '@multiview/tensor', 'tensor/src/linalg/index.ts'],
  ['tensor-fft', 'Fourier transforms', '@multiview/tensor', 'tensor/src/fft/index.ts'],
  ['tensor-transforms', 'Transforms', '@multiview/tensor', 'tensor/src/transforms/index.ts'],
  ['tensor-control', 'Loops and branches', '@multiview/tensor', 'tensor/src/control/index.ts'],
  ['tensor-jit', 'Compiled functions', '@multiview/tensor', 'tensor/src/jit/index.ts'],
  ['tensor-nn', 'Layers and losses', '@multiview/tensor', 'tensor/src/nn/index.ts'],
  ['tensor-optim', 'Optimizers', '@multiview/tensor', 'tensor/src/optim/index.ts'],
  ['tensor-random', 'Random numbers', '@multiview/tensor', 'tensor/src/random/index.ts'],
  [
    // Its namespaces linalg and fft have their own pages.
    'tensor-array-api/README',
    'Array API standard',
    '@multiview/tensor/array-api',
    'tensor/src/array-api/index.ts',
  ],
  ['tensor-files', 'Files', '@multiview/tensor/files', 'tensor/src/files/index.ts'],
  ['tensor-math', 'Scalar functions', '@multiview/tensor/math', 'tensor/src/math/index.ts'],
  ['tensor-ndarray', 'ndarray', '@multiview/tensor/ndarray', 'tensor/src/ndarray.ts'],
  ['tensor-table', 'The table of ops', '@multiview/tensor/table', 'tensor/src/table.ts'],
  ['tensor-threads', 'Threads', '@multiview/tensor/threads', 'tensor/src/threads/index.ts'],
  ['tensor-kernels', 'Kernels', '@multiview/tensor/kernels', 'tensor/src/kernels/index.ts'],
  [
    'tensor-kernel-parts',
    'Parts of kernels',
    '@multiview/tensor/kernel-parts',
    'tensor/src/kernels/parts.ts',
  ],
  ['tensor-assembler', 'Assembler', '@multiview/tensor/assembler', 'tensor/src/kernels/assembler/index.ts'],
  ['network', '@multiview/network', '@multiview/network', 'network/src/index.ts'],
  ['network-settings', 'Settings', '@multiview/network/settings', 'network/src/settings.ts'],
  ['network-kernels', 'Training steps', '@multiview/network/kernels', 'network/src/kernels.ts'],
  ['network-mixture', 'Mixed samples', '@multiview/network/mixture', 'network/src/mixture.ts'],
  ['cluster', '@multiview/cluster', '@multiview/cluster', 'cluster/src/index.ts'],
  ['theory', '@multiview/theory', '@multiview/theory', 'theory/src/index.ts'],
  ['theory-statistics', 'Statistics', '@multiview/theory/statistics', 'theory/src/statistics/index.ts'],
  ['theory-verdict', 'Verdicts', '@multiview/theory/verdict', 'theory/src/claims/verdict.ts'],
  ['theory-report', 'Reports', '@multiview/theory/report', 'theory/src/report/index.ts'],
  ['theory-figures', 'Figures', '@multiview/theory/figures', 'theory/src/figures.ts'],
  ['theory-page', 'Pages of figures', '@multiview/theory/page', 'theory/src/page.ts'],
  ['theory-cli', 'The command', '@multiview/theory/cli', 'theory/src/cli/index.ts'],
]
