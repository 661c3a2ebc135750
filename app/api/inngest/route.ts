import { serve } from 'inngest/next'
import { functions, inngest } from '@/inngest'

/** Where the Inngest server, or the embedded executor, calls our jobs. The SDK checks the signature of every call. */
export const { GET, POST, PUT } = serve({ client: inngest, functions: [...functions] })
