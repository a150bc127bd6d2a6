import type { Browser } from 'playwright-core'

export type { Browser }
export const executablePath: string | undefined
export const openBrowser: () => Promise<Browser>
