"use client";

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { api, call } from "@/api/client";
import { type FeedState, listen } from "@/api/feed";
import { Freshness } from "@/api/freshness";
import { forget } from "@/api/leave";
import { ProblemError } from "@/api/problem";
import { me } from "@/api/queries";

const Feed = createContext<FeedState>("connecting");

export const useFeedState = () => useContext(Feed);

/** Listens while somebody is signed in, and has every page ask again for what changed. */
export function FeedProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const signedIn = Boolean(useQuery(me).data);
  const [state, setState] = useState<FeedState>("connecting");

  useEffect(() => {
    if (!signedIn) return;
    const freshness = new Freshness(client);
    const onState = (now: FeedState) => {
      setState(now);
      if (now === "reconnecting") expectSession(client);
    };
    const close = listen("/api/v1/events", { onEvent: (type) => freshness.heard(type), onState });
    return () => {
      close();
      freshness.stop();
      setState("connecting");
    };
  }, [client, signedIn]);

  return <Feed value={state}>{children}</Feed>;
}

/** A stream may have ended because the session has: a page must not show mail to whoever finds it open. */
async function expectSession(client: QueryClient) {
  try {
    await call(api.GET("/api/v1/me"));
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) forget(client);
  }
}
