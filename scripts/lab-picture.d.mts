import type { Browser } from '../test/packages/browser.mjs'

export const file: string
export const labPicture: (browser: Browser, address: string) => Promise<string>
