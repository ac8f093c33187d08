"use client";

import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { problemFrom } from "@/api/problem";
import { usePart } from "@/hooks/use-part";
import type { Note } from "./toast-list";

type Say = (note: Omit<Note, "id">) => void;

const Toasts = createContext<Say>(() => undefined);
const load = () => import("./toast-list");

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
  const [notes, setNotes] = useState<Note[]>([]);
  const say = useCallback<Say>((note) => {
    setNotes((all) => [...all.slice(-2), { ...note, id: Date.now() + Math.random() }]);
  }, []);
  const list = usePart(load, notes.length > 0);
  return (
    <Toasts value={say}>
      {children}
      {list && (
        <list.ToastList
          notes={notes}
          onGone={(id) => setNotes((all) => all.filter((other) => other.id !== id))}
        />
      )}
    </Toasts>
  );
}
