import { conform } from './conformance'
import { startQuickBooks } from './quickbooks.bench'

conform('QuickBooks Online', () => Promise.resolve(startQuickBooks()))
