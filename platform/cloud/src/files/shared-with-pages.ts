/**
 * What pages of an address may do with the bucket of files by themselves: browsers bring and fetch files straight from
 * there, with addresses signed for them. Both the stack and the local cloud take it from here.
 */
export const sharedWithPages = (origin: string) => ({
  allowedMethods: ['PUT', 'GET', 'HEAD'] as const,
  allowedOrigins: [origin],
  allowedHeaders: ['content-type'],
  /** Seconds for which browsers need not ask again. */
  maxAge: 3600,
})
export type SharedWithPages = ReturnType<typeof sharedWithPages>
