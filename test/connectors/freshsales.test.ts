import { conform } from './conformance'
import { startFreshsales } from './freshsales.bench'

conform('Freshsales', () => startFreshsales())
