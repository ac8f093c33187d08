"use client";

import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { problemFrom } from "@/api/problem";
import { usePart } from "@/hooks/use-part";
import type { Note } from "./toast";

type Say = (note: Omit<Note, "id">) => void;

const Toasts = createContext<Say>(() => undefined);
const load = () => import("./toast");

/** Says briefly what came of an action. */
export const useToast = () => useContext(Toasts);

/** For a mutation's onError: says the problem. */
export function useProblemToast() {
  const say = useToast();
  return useCallback(
    (error: unknown) => {
      const problem = problemFrom(error);
      say({ title: problem.title, detail: problem.detail, bad: true });
    },
    [say],
  );
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [note, setNote] = useState<Note>(); // one at a time: several would stand before what somebody works on
  const say = useCallback<Say>((next) => setNote({ ...next, id: Date.now() + Math.random() }), []);
  const part = usePart(load, note !== undefined);
  return (
    <Toasts value={say}>
      {children}
      {part && (
        <part.OneToast
          note={note}
          onGone={(id) => setNote((shown) => (shown?.id === id ? undefined : shown))}
        />
      )}
    </Toasts>
  );
}
