/** The end of a session: nothing that was asked for by whoever was signed in outlives it, in this tab or another. */
import type { QueryClient } from "@tanstack/react-query";

const CHANNEL = "kith:session";
const KEPT = "kith:"; // what texts that are being written are kept under

/** Forget everything, and have every page show that nobody is signed in. */
export function forget(client: QueryClient) {
  client.setQueryData(["me"], null);
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" });
  client.getMutationCache().clear();
}

/** The person has signed out: their unsent words leave this browser too, and its other tabs forget at once. */
export function signedOut(client: QueryClient) {
  forget(client);
  for (const storage of [window.sessionStorage, window.localStorage]) {
    for (const name of Object.keys(storage)) if (name.startsWith(KEPT)) storage.removeItem(name);
  }
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
}

/** Forget when another tab signs out, until the returned function is called. */
export function heedOtherTabs(client: QueryClient) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = () => forget(client);
  return () => channel.close();
}
