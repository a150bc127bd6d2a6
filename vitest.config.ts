import { defineConfig } from 'vitest/config'

// Tests read the packages' sources through the `@multiview/source` export condition, so that only the tests of
// the built command and of the packed packages need a build.
const conditions = ['@multiview/source', 'node', 'import', 'default']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: true,
  },
})
