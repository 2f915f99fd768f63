/** The same words as `processStatuses` and `processSorts` of the contract, kept out of the first script. */
export const processStatuses = ['active', 'finished', 'cancelled', 'archived'] as const
export const processSorts = ['launched', '-launched', 'name', '-name', 'due', '-due', 'updated', '-updated'] as const
