import type { OverviewView } from '@/lib/service/views'
import type { Visit } from './enter'

type Usage = NonNullable<OverviewView['calls'][number]['usage']>

const hour = 3_600

/** "1,240 of 5,000 calls to a vendor today". */
export const usageText = ({ t, f }: Pick<Visit, 't' | 'f'>, vendor: string, { used, of, seconds }: Usage): string =>
  t.usage.of(f.number(used), f.number(of), vendor, seconds > hour ? 'day' : 'hour')
