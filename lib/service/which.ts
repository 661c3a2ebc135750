import { z } from 'zod'

/** Records by name, or all of one cause, as the errors page shows it. */
export const which = z.union([z.array(z.string()).min(1).max(1_000), z.object({ cause: z.string().min(1).max(300) })])
