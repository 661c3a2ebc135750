import type { Side } from '@/lib/model/words'
import { otherSide } from '@/lib/model/words'
import type { Lane, Names } from '@/lib/text/keys'

/** The lane of a write on this side, in names. */
export const laneNames = (names: Names, side: Side): Lane => ({ target: names[side], origin: names[otherSide(side)] })
