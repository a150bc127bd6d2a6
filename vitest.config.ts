import { defineConfig } from 'vitest/config'

// Tests read the packages' sources through the `@multiview/source` export condition, so that only the tests of
// the built command and of the packed packages need a build.
const conditions = ['@multiview/source', 'node', 'import', 'default']

// With MULTIVIEW_LONG=1 (`npm run test:long`) a test of test/robustness may take half an hour.
const timeout = process.env.MULTIVIEW_LONG === '1' ? 1_800_000 : 120_000

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: timeout,
    hookTimeout: timeout,
    // The default leaves one core idle, which is half of two.
    maxWorkers: '100%',
  },
})
