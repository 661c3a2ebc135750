export { emit } from '@/inngest/client'
