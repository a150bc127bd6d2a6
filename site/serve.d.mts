export const serve: (
  folder: string,
  base: string,
  port: number,
  headers?: Readonly<Record<string, string>>,
) => Promise<string>
