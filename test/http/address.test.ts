import { describe, expect, test } from 'vitest'
import { hostile, isPrivateIp, readAddress } from '@/lib/http/address'

describe('an address that a person typed', () => {
  test.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.10:8443/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://169.254.169.254./latest/meta-data',
    'https://0177.0.0.1/',
    'https://①②⑦.⓪.⓪.①/',
    'https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/',
    'https://xn--ls8h/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b::a9fe:a9fe]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[2002:7f00:1::]/',
    'https://[64:ff9b::7f00:1]/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://gateway.localhost/',
    'https://server/',
    'https://metadata.google.internal/',
    'https://printer.local/',
  ])('%s is not public', (address) => expect(hostile(address)).toBe('not-public'))

  test.each([
    ['http://gateway.example.com', 'not-https'],
    ['ftp://gateway.example.com', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['https://user:secret@gateway.example.com', 'has-credentials'],
    ['not an address', 'not-an-address'],
  ])('%s is refused: %s', (address, because) => expect(hostile(address)).toBe(because))

  test.each([
    'https://gateway.example.com',
    'https://gateway.example.com:8443/base',
    'https://93.184.216.34/',
    'https://[2606:4700::1111]/',
  ])('%s may be called', (address) => expect(hostile(address)).toBeNull())

  test('it is kept as a base without a trailing slash, https where nothing is said', () => {
    expect(readAddress(' gateway.example.com/sage/ ', 'public-only')).toEqual({
      ok: true,
      address: 'https://gateway.example.com/sage',
    })
    expect(readAddress('https://gateway.example.com/?x=1#y', 'public-only')).toEqual({
      ok: true,
      address: 'https://gateway.example.com',
    })
  })

  test('the simulators may be reached only while their switch is on', () => {
    expect(readAddress('http://127.0.0.1:4000', 'public-only')).toEqual({ ok: false, because: 'not-https' })
    expect(readAddress('http://127.0.0.1:4000', 'allow-private')).toEqual({
      ok: true,
      address: 'http://127.0.0.1:4000',
    })
    expect(readAddress('https://a:b@127.0.0.1', 'allow-private')).toEqual({ ok: false, because: 'has-credentials' })
    expect(readAddress('file:///etc/passwd', 'allow-private').ok).toBe(false)
  })
})

test('what is no address at all is not public either', () => {
  expect([isPrivateIp('nonsense'), isPrivateIp('8.8.8.8'), isPrivateIp('2001:db8::1')]).toEqual([true, false, true])
})
