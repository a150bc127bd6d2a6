export const serve: (folder: string, base: string, port: number) => Promise<string>
