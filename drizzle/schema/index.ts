export * from './tenancy'
export * from './integration'
export * from './sync'
export * from './executor'
