export const wrapped: (text: string, indent?: string) => string
