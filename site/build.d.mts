export const writeLab: (root: string, folder: string) => Promise<void>
