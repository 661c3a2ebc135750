import type { ReactNode } from 'react'
import { Stay } from './_stay'

export default function Embedded({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <Stay />
      {children}
    </>
  )
}
