import { conform } from './conformance'
import { startSageSales } from './sage-sales.bench'

conform('Sage Sales Management', () => startSageSales())
