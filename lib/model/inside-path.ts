import { z } from 'zod'

/** What follows an installation in our addresses: a company, a page and its question; never another host, never upwards. */
export const insidePath = z
  .string()
  .regex(/^(~[\w-]{1,64})?(\/[\w-]+)*(\?[\w.~%&=+-]*)?$/)
  .max(500)
