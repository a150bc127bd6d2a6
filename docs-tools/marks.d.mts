export const fill: (page: string, name: string, text: string) => void
