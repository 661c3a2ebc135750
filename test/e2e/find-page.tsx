import { Form } from '@base-ui/react/form'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Choose } from '@/app/_ui/choose'
import { Pick } from '@/app/_ui/pick'

const owners = Array.from({ length: 2_000 }, (_, at) => ({
  value: `u${String(at + 1)}`,
  label:
    at === 1_986
      ? 'Zoé Lefèvre, who signs with a name far longer than there is room for in one line'
      : `Owner ${String(at + 1)}`,
}))
const common = { hint: 'Who owns what nobody owns.', empty: 'Choose', values: owners }

function Page() {
  const [rep, setRep] = useState<string | null>(null)
  const [sent, setSent] = useState('')
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault()
        setSent([...new FormData(event.currentTarget)].map(([name, value]) => `${name}=${String(value)}`).join(' '))
      }}
    >
      <Pick {...common} name="owner" label="Owner" chosen={['u1500']} many={false} />
      <Pick {...common} name="team" label="Team" chosen={[]} many />
      <Choose label="Sales rep" empty="Nobody" values={owners} value={rep} onChange={setRep} />
      <button type="submit">Save</button>
      <output aria-label="Sent">{sent}</output>
      <output aria-label="Rep">{rep}</output>
    </Form>
  )
}

createRoot(document.body.appendChild(document.createElement('main'))).render(<Page />)
