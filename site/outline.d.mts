export const groups: [group: string, pages: [source: string, title: string][]][]
export const reference: [page: string, title: string, entry: string, source: string][]
