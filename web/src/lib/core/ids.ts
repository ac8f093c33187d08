/** 128 random bits. `crypto.randomUUID` is not there on plain http, but for localhost. */
export const randomId = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
