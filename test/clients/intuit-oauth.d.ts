/** The package ships no types: what our test uses of it. */
declare module 'intuit-oauth' {
  interface Answer {
    readonly json: Readonly<Record<string, unknown>>
    status(): number
  }
  interface ApiAnswer {
    readonly status: number
    readonly json: Readonly<Record<string, unknown>>
    readonly headers: Readonly<Record<string, string>>
  }
  interface Token {
    readonly access_token: string
    readonly refresh_token: string
    readonly realmId: string
    readonly x_refresh_token_expires_in: number
    readonly x_refresh_token_hard_expires_in: number
  }
  class OAuthClient {
    static environment: { sandbox: string; production: string }
    static scopes: { readonly Accounting: string; readonly OpenId: string }
    constructor(config: {
      clientId: string
      clientSecret: string
      environment: 'sandbox' | 'production'
      redirectUri: string
      includeRefreshTokenHardExpiresIn?: boolean
    })
    setAuthorizeURLs(urls: {
      authorizeEndpoint: string
      tokenEndpoint: string
      revokeEndpoint: string
      userInfoEndpoint: string
    }): void
    authorizeUri(asked: { scope: readonly string[]; state: string }): string
    createToken(callback: string): Promise<Answer>
    refresh(): Promise<Answer>
    refreshUsingToken(token: string): Promise<Answer>
    revoke(): Promise<Answer>
    getUserInfo(): Promise<Answer>
    getToken(): Token
    makeApiCall(call: { url: string; method?: string; body?: unknown }): Promise<ApiAnswer>
  }
  export = OAuthClient
}
