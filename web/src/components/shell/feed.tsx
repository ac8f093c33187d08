"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { type FeedState, listen } from "@/api/feed";
import { Freshness } from "@/api/freshness";
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
    const close = listen("/api/v1/events", { onEvent: (type) => freshness.heard(type), onState: setState });
    return () => {
      close();
      freshness.stop();
    };
  }, [client, signedIn]);

  return <Feed value={state}>{children}</Feed>;
}
