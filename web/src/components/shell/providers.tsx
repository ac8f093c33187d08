"use client";

import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { forget, heedOtherTabs } from "@/api/leave";
import { ProblemError } from "@/api/problem";
import { FeedProvider } from "./feed";
import { ToastProvider } from "./toasts";

function newClient() {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        // Whichever question learns it first: the session is over, and every page shows it.
        if (error instanceof ProblemError && error.status === 401) forget(client);
      },
    }),
    defaultOptions: {
      queries: {
        networkMode: "always",
        staleTime: 15_000,
        gcTime: 60 * 60_000, // who comes back from a long read finds the list as it was
        retry: (failures, error) => failures < 2 && !(error instanceof ProblemError && isFinal(error.status)),
      },
      mutations: { networkMode: "always" },
    },
  });
  return client;
}

const isFinal = (status: number) => status >= 400 && status < 500;

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(newClient);
  useEffect(() => heedOtherTabs(client), [client]);
  return (
    <QueryClientProvider client={client}>
      <ToastProvider>
        <FeedProvider>{children}</FeedProvider>
      </ToastProvider>
    </QueryClientProvider>
  );
}
