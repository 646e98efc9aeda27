/** Passkeys of the browser: the server's question in JSON, the device's answer in JSON. Binary values are base64url. */

interface Described {
  id: string;
  type: PublicKeyCredentialType;
  transports?: AuthenticatorTransport[];
}
export type PasskeyOptions = Record<string, unknown> & { challenge?: string };
export type PasskeyAnswer = Record<string, unknown>;

/** Whether this browser knows passkeys; pages over plain http, except on this very machine, may not use them. */
export const passkeysHere = (): boolean =>
  typeof PublicKeyCredential !== "undefined" && window.isSecureContext;

/** The person closed the device's window, or let it wait too long: nothing to complain about. */
export const isGivenUp = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError");

export function bytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

export function text(buffer: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const described = (list: unknown): PublicKeyCredentialDescriptor[] =>
  ((list as Described[] | undefined) ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

/** Ask the device to make a passkey. Throws what `navigator.credentials.create` throws. */
export async function makePasskey(options: PasskeyOptions): Promise<PasskeyAnswer> {
  const user = options.user as { id: string; name: string; displayName: string };
  const made = (await navigator.credentials.create({
    publicKey: {
      ...(options as unknown as PublicKeyCredentialCreationOptions),
      challenge: bytes(String(options.challenge)),
      user: { ...user, id: bytes(user.id) },
      excludeCredentials: described(options.excludeCredentials),
    },
  })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return answer(made, {
    attestationObject: text(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  });
}

/** Ask the device to prove a passkey. Throws what `navigator.credentials.get` throws. */
export async function askPasskey(options: PasskeyOptions): Promise<PasskeyAnswer> {
  const used = (await navigator.credentials.get({
    publicKey: {
      ...(options as unknown as PublicKeyCredentialRequestOptions),
      challenge: bytes(String(options.challenge)),
      allowCredentials: described(options.allowCredentials),
    },
  })) as PublicKeyCredential;
  const response = used.response as AuthenticatorAssertionResponse;
  return answer(used, {
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : null,
  });
}

function answer(credential: PublicKeyCredential, response: Record<string, unknown>): PasskeyAnswer {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: { ...response, clientDataJSON: text(credential.response.clientDataJSON) },
  };
}
