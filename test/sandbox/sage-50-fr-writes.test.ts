import { describe, expect, it } from 'vitest'
import { MAIN, SECOND } from '@/sandbox/sage-50-fr'
import { gateway } from './gateway-contract'
import type { Reply } from './gateway-contract'

const WEEK = 7 * 86_400_000
const refusal = ({ status, code, champ }: Reply) => [status, code, champ]

describe('creating in Sage 50', () => {
  it('a client is created once: Sage gives the code, keeps the marker and tells it in the feed', async () => {
    const { post, get, readAll } = gateway()
    const { curseur } = await readAll('clients')
    const body = { raisonSociale: 'Électro Zénith', SALES_REP: 'Claire Fontanel', ref: 'm-1', adresse: { pays: 'FR' } }
    const made = await post('/clients', body, 'k1')
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      ...body,
      adresse: { pays: 'FR', l1: null },
      code: 'ELEC0361',
      typeTiers: 'client',
    })
    expect(made.body.compteComptable).toBe('411ELEC0361')
    expect((await readAll('clients', curseur)).elements).toEqual([made.body])
    expect((await get('/clients?ref=m-1')).elements).toEqual([made.body])
  })

  it('the same key with the same body gives the same answer, with another body it is refused', async () => {
    const { post, readAll } = gateway()
    const made = await post('/clients', { raisonSociale: 'Neuve', email: 'a@b.fr' }, 'k1')
    const again = await post('/clients', { email: 'a@b.fr', raisonSociale: 'Neuve' }, 'k1')
    expect([again.status, again.body]).toEqual([201, made.body])
    expect(refusal(await post('/clients', { raisonSociale: 'Autre' }, 'k1'))).toEqual([
      422,
      'cle_reutilisee',
      'Idempotency-Key',
    ])
    expect(refusal(await post('/prospects', { raisonSociale: 'Neuve', email: 'a@b.fr' }, 'k1'))[1]).toBe(
      'cle_reutilisee',
    )
    expect((await readAll('clients')).elements).toHaveLength(301)
  })

  it('a key is forgotten after seven days: the marker then finds what was created', async () => {
    const { post, get, clock } = gateway()
    const body = { raisonSociale: 'Neuve', ref: 'm-1' }
    const first = await post('/clients', body, 'k1')
    clock.advance(WEEK)
    expect((await post('/clients', body, 'k1')).body.id).toBe(first.body.id)
    clock.advance(1)
    expect((await get('/clients?ref=m-1')).elements).toHaveLength(1)
    expect((await post('/clients', body, 'k1')).body.id).not.toBe(first.body.id)
  })

  it('a create whose answer was lost is applied once when it is repeated with its key', async () => {
    const { post, simulator, readAll } = gateway()
    simulator.faults.add({ do: 'cut-after', method: 'POST' })
    const body = { raisonSociale: 'Neuve' }
    await expect(post('/clients', body, 'k1')).rejects.toThrow('fetch failed')
    expect((await post('/clients', body, 'k1')).status).toBe(201)
    expect((await readAll('clients')).elements).toHaveLength(301)
    expect(simulator.calls().map(({ status }) => status)).toEqual([0, 201, 200, 200])
  })

  it('a create without a key is refused', async () => {
    const { send, main } = gateway()
    const reply = await send(`${main}/clients`, { method: 'POST', body: { raisonSociale: 'Neuve' } })
    expect(refusal(reply)).toEqual([400, 'requete_invalide', 'Idempotency-Key'])
  })

  it('where Sage makes no codes the code is mandatory, and a taken one is refused with its owner', async () => {
    const { send, admin } = gateway()
    let key = 0
    const post = (body: unknown) =>
      send(`/v1/dossiers/${SECOND}/clients`, { method: 'POST', body, headers: { 'idempotency-key': `k${(key += 1)}` } })
    expect(refusal(await post({ raisonSociale: 'Neuve' }))).toEqual([422, 'champ_obligatoire', 'code'])
    expect(refusal(await post({ raisonSociale: 'Neuve', code: 'neuve' }))).toEqual([422, 'valeur_inconnue', 'code'])
    expect((await post({ raisonSociale: 'Neuve', code: 'NEUVE' })).body.code).toBe('NEUVE')
    expect(refusal(await post({ raisonSociale: 'Autre', code: 'NEUVE' }))).toEqual([409, 'code_existe', 'code'])
    const prospect = admin.list(SECOND, 'prospects')[0]
    const taken = await post({ raisonSociale: 'Autre', code: prospect?.code })
    expect(taken.body.erreur).toMatchObject({ details: [{ id: prospect?.id, typeTiers: 'prospect' }] })
  })

  it('a value that Sage cannot keep is refused with the name of its field', async () => {
    const { post, admin } = gateway()
    let key = 0
    const tried = async (fields: object) =>
      refusal(await post('/clients', { raisonSociale: 'Neuve', ...fields }, `k${(key += 1)}`))
    expect(await tried({ raisonSociale: ' ' })).toEqual([422, 'champ_obligatoire', 'raisonSociale'])
    expect(await tried({ raisonSociale: 'x'.repeat(61) })).toEqual([422, 'valeur_trop_longue', 'raisonSociale'])
    expect(await tried({ adresse: { pays: 'XX' } })).toEqual([422, 'valeur_inconnue', 'adresse.pays'])
    expect(await tried({ adresse: { codePostal: '12345678901' } })).toEqual([
      422,
      'valeur_trop_longue',
      'adresse.codePostal',
    ])
    expect(await tried({ modeReglement: 'troc' })).toEqual([422, 'valeur_inconnue', 'modeReglement'])
    expect(await tried({ siret: '123' })).toEqual([422, 'valeur_inconnue', 'siret'])
    expect(await tried({ encoursAutorise: '12,5' })).toEqual([422, 'valeur_inconnue', 'encoursAutorise'])
    expect(await tried({ soldeComptable: '1.00' })).toEqual([400, 'requete_invalide', 'soldeComptable'])
    expect(await tried({ telephone: 33 })).toEqual([400, 'requete_invalide', 'telephone'])
    expect(await tried({ notes: 'x'.repeat(70_000) })).toEqual([413, 'valeur_trop_longue', undefined])
    admin.changeMeta(MAIN, 'clients', 'email', 10)
    expect(await tried({ email: 'someone@example.com' })).toEqual([422, 'valeur_trop_longue', 'email'])
  })

  it('a body that is not JSON is refused', async () => {
    const { post } = gateway()
    expect((await post('/clients', '{"raisonSociale":', 'k1')).code).toBe('requete_invalide')
    expect((await post('/clients', '[]', 'k2')).code).toBe('requete_invalide')
  })

  it('tabs and line ends become blanks', async () => {
    const { post } = gateway()
    const { body } = await post('/clients', { raisonSociale: 'A\tB', notes: 'un\r\ndeux\n\ntrois' }, 'k1')
    expect(body).toMatchObject({ raisonSociale: 'A B', notes: 'un deux trois' })
  })

  it('a contact is created for a client, and refused while its owner is a prospect', async () => {
    const { post, admin } = gateway()
    const made = await post('/contacts', { tiersId: '4', nom: 'Noël', prenom: 'Zoé', ref: 'm-2' }, 'k1')
    expect([made.status, made.body.typeAdresse, made.body.ref]).toEqual([201, 'contact', 'm-2'])
    const next = await post('/contacts', { tiersId: '4', nom: 'Noël' }, 'k2')
    expect(Number(next.body.numeroAdresse)).toBe(Number(made.body.numeroAdresse) + 1)
    const body = { tiersId: '301', nom: 'Brun' }
    expect(refusal(await post('/contacts', body, 'k3'))).toEqual([409, 'tiers_prospect', 'tiersId'])
    expect(refusal(await post('/contacts', { ...body, tiersId: '99999' }, 'k4'))).toEqual([
      422,
      'valeur_inconnue',
      'tiersId',
    ])
    expect(refusal(await post('/contacts', { ...body, typeAdresse: 'livraison' }, 'k5'))[1]).toBe('valeur_inconnue')
    admin.convert(MAIN, '301')
    expect((await post('/contacts', body, 'k3')).status).toBe(201)
  })
})

describe('changing in Sage 50', () => {
  it('a prospect is changed with the version that was read, and fields left out stay', async () => {
    const { get, put, readAll } = gateway()
    const { curseur } = await readAll('prospects')
    const before = (await get('/prospects/310')).body
    const after = await put('/prospects/310', { fax: '01 99 00 11 22', notes: null }, before.version)
    expect(after.body).toMatchObject({ fax: '01 99 00 11 22', notes: null, raisonSociale: before.raisonSociale })
    expect(after.body.version).not.toBe(before.version)
    expect((await readAll('prospects', curseur)).elements).toEqual([after.body])
    expect(refusal(await put('/prospects/310', { fax: '2' }, before.version))[1]).toBe('version_depassee')
    expect(refusal(await put('/prospects/310', { code: 'X' }, after.body.version))).toEqual([
      400,
      'requete_invalide',
      'code',
    ])
  })

  it('a change without a version is refused, and one that changes nothing is not told', async () => {
    const { get, put, send, main, readAll } = gateway()
    const reply = await send(`${main}/prospects/310`, { method: 'PUT', body: {} })
    expect(refusal(reply)).toEqual([400, 'requete_invalide', 'If-Match'])
    const { curseur } = await readAll('prospects')
    const { version, raisonSociale } = (await get('/prospects/310')).body
    expect((await put('/prospects/310', { raisonSociale }, version)).body.version).toBe(version)
    expect((await readAll('prospects', curseur)).elements).toEqual([])
    expect((await put('/prospects/1', {}, version)).code).toBe('inconnu')
  })

  it('a contact of a client is changed and may move to another one, that of a prospect waits', async () => {
    const { get, put, admin } = gateway()
    const contact = (await get('/contacts/1')).body
    const changed = await put('/contacts/1', { fonction: 'Gérante', tiersId: contact.tiersId }, contact.version)
    expect(changed.body).toMatchObject({ fonction: 'Gérante', numeroAdresse: contact.numeroAdresse })
    const moved = await put('/contacts/1', { tiersId: '2' }, changed.body.version)
    expect(moved.body).toMatchObject({ tiersId: '2', tiersCode: (await get('/clients/2')).body.code })
    const waiting = admin.list(MAIN, 'contacts').find((each) => each.tiersId === '308')
    const reply = await put(`/contacts/${waiting?.id}`, { fonction: 'x' }, waiting?.version)
    expect(refusal(reply)).toEqual([409, 'tiers_prospect', 'tiersId'])
  })

  it('nothing can be deleted, and clients, articles, invoices and payments are changed only in Sage', async () => {
    const { send, main } = gateway()
    const refused = [
      ['DELETE', '/clients/1'],
      ['DELETE', '/prospects/301'],
      ['DELETE', '/contacts/1'],
      ['PUT', '/clients/1'],
      ['POST', '/articles'],
      ['PUT', '/articles/1'],
      ['POST', '/factures'],
      ['PUT', '/factures/1'],
      ['POST', '/reglements'],
      ['POST', '/representants'],
      ['POST', '/meta'],
    ] as const
    for (const [method, path] of refused) {
      const reply = await send(main + path, { method, body: {}, headers: { 'idempotency-key': 'k', 'if-match': 'v' } })
      expect([method, path, reply.status]).toEqual([method, path, 405])
    }
  })
})

describe('working in Sage itself', () => {
  it('a payment shows on its invoice and as a payment of its own', async () => {
    const { get, readAll, admin } = gateway()
    const [factures, reglements] = [await readAll('factures'), await readAll('reglements')]
    const open = factures.elements.find((each) => each.statut === 'validee')
    admin.pay(MAIN, String(open?.id), String(open?.resteDu))
    expect((await get(`/factures/${open?.id}`)).body).toMatchObject({ statut: 'reglee', resteDu: '0.00' })
    const news = (await readAll('reglements', reglements.curseur)).elements
    expect(news).toEqual([expect.objectContaining({ montant: open?.resteDu, tiersId: open?.tiersId })])
  })

  it('a new code of a client shows on its addresses and invoices', async () => {
    const { readAll, admin } = gateway()
    const { curseur } = await readAll('contacts')
    admin.edit(MAIN, 'clients', '1', { code: 'RENOMME' })
    const own = (await readAll('contacts', curseur)).elements
    expect(own.length).toBeGreaterThan(0)
    expect(own.every((each) => each.tiersId === '1' && each.tiersCode === 'RENOMME')).toBe(true)
  })

  it('the same verbs answer beside the gateway over HTTP, and are not counted as calls', async () => {
    const { simulator, send } = gateway()
    const aside = (verb: string, ...args: readonly unknown[]) =>
      simulator.handle({
        method: 'POST',
        path: `/_admin/${verb}`,
        query: new URLSearchParams(),
        headers: {},
        body: new TextEncoder().encode(JSON.stringify(args)),
        origin: 'http://gateway.test',
      })
    await send('/v1/status')
    expect((await aside('edit', MAIN, 'clients', '1', { telephone: '1' })).status).toBe(200)
    expect((await aside('lock', MAIN)).status).toBe(200)
    expect((await aside('edit', MAIN, 'clients', 'none', {})).status).toBe(400)
    expect(simulator.calls()).toHaveLength(1)
    expect((await send(`/v1/dossiers/${MAIN}/clients`)).code).toBe('dossier_occupe')
  })
})
