import { KEY, MAIN } from '../../sandbox/sage-50-fr'

/** Fetch page after page, split, keep three fields, upsert: as the editor would draw it. */
export const workflow = (books: string) => [
  {
    id: 'bench',
    name: 'bench',
    active: false,
    nodes: [
      node('Start', 'manualTrigger', 1, {}),
      node('Pages', 'httpRequest', 4.2, pages(books)),
      node('Split', 'splitOut', 1, { fieldToSplitOut: 'elements', options: {} }),
      node('Keep', 'set', 3.4, { assignments: { assignments: kept }, options: {} }),
      { ...node('Upsert', 'postgres', 2.6, upsert), credentials: { postgres: { id: 'bench', name: 'bench' } } },
    ],
    connections: { Start: to('Pages'), Pages: to('Split'), Split: to('Keep'), Keep: to('Upsert') },
    settings: {},
  },
]

export const credential = (port: number, database: string) => [
  {
    id: 'bench',
    name: 'bench',
    type: 'postgres',
    data: { host: '127.0.0.1', port, database, user: 'postgres', password: 'unused', ssl: 'disable' },
  },
]

const node = (name: string, type: string, typeVersion: number, parameters: object) => ({
  id: name,
  name,
  type: `n8n-nodes-base.${type}`,
  typeVersion,
  position: [0, 0],
  parameters,
})

const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] })

const pages = (books: string) => ({
  url: `${books}/v1/dossiers/${MAIN}/clients?limite=200`,
  sendHeaders: true,
  headerParameters: { parameters: [{ name: 'authorization', value: `Bearer ${KEY}` }] },
  options: {
    pagination: {
      pagination: {
        paginationMode: 'updateAParameterInEachRequest',
        parameters: { parameters: [{ name: 'curseur', value: '={{ $response.body.curseur }}' }] },
        paginationCompleteWhen: 'other',
        completeExpression: '={{ !$response.body.encore }}',
      },
    },
  },
})

const kept = [
  { id: '1', name: 'id', value: '={{ $json.id }}', type: 'string' },
  { id: '2', name: 'name', value: '={{ $json.raisonSociale }}', type: 'string' },
  { id: '3', name: 'email', value: '={{ $json.email }}', type: 'string' },
]

const upsert = {
  operation: 'upsert',
  schema: { __rl: true, mode: 'list', value: 'public' },
  table: { __rl: true, mode: 'list', value: 'bench' },
  columns: { mappingMode: 'autoMapInputData', value: {}, matchingColumns: ['id'] },
  options: { queryBatching: 'single' },
}
