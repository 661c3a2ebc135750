/** What an installation's environment says, where no test runner says it; read before anything of ours is loaded. */
process.env.NEXTAUTH_URL ??= 'http://localhost:3000'
process.env.NEXTAUTH_SECRET ??= 'a secret that only simulations know, long enough'
process.env.CRED_KEYS ??= `t1:${Buffer.alloc(32, 7).toString('base64')}`
process.env.DATABASE_URL ??= 'pglite:memory'
