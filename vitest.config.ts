import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Tests read the packages' sources through the `@multiview/source` export condition, so that only
// the tests of the built command and of the packed packages need a build.
const conditions = ['@multiview/source', 'node', 'import', 'default']

// With MULTIVIEW_LONG=1 (`npm run test:long`) a test of test/robustness may take half an hour.
const timeout = process.env.MULTIVIEW_LONG === '1' ? 1_800_000 : 120_000

// Folders whose tests call functions of the packages.
const inProcess = 'bench|network|structure|tensor|theory'

// They replace a module, measure memory, or need what other files load not to be there.
const alone = [
  'test/tensor/array/display-lite.test.ts',
  'test/tensor/ops/bits.test.ts',
  'test/tensor/transforms/memory.test.ts',
  'test/theory/cli/added-setting.test.ts',
  'test/theory/cli/checked-once.test.ts',
]

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    setupFiles: ['test/equal-arrays.ts'],
    testTimeout: timeout,
    hookTimeout: timeout,
    // Tests of the command mostly wait for the processes that they start.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    projects: [
      // Files of one worker share its modules: loading the packages anew for each would take half
      // of the time.
      {
        extends: true,
        test: {
          name: 'functions',
          include: [`test/@(${inProcess})/**/*.test.ts`],
          exclude: alone,
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'programs', include: [`test/!(${inProcess})/**/*.test.ts`, ...alone] },
      },
    ],
  },
})
