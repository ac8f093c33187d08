"use client";

import { X } from "lucide-react";
import { Toast } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { problemFrom } from "@/api/problem";

type Note = { id: number; title: string; detail?: string; bad?: boolean };
type Say = (note: Omit<Note, "id">) => void;

const Toasts = createContext<Say>(() => undefined);

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
  return (
    <Toasts value={say}>
      <Toast.Provider duration={6000}>
        {children}
        {notes.map((note) => (
          <Toast.Root
            key={note.id}
            type={note.bad ? "foreground" : "background"}
            onOpenChange={(open) => !open && setNotes((all) => all.filter((other) => other.id !== note.id))}
            className={`panel flex animate-rise items-start gap-3 p-4 shadow-float ${note.bad ? "border-bad/40" : ""}`}
          >
            <div className="min-w-0 flex-1">
              <Toast.Title className={`font-medium ${note.bad ? "text-bad" : ""}`}>{note.title}</Toast.Title>
              {note.detail && note.detail !== note.title && (
                <Toast.Description className="text-sm text-soft">{note.detail}</Toast.Description>
              )}
            </div>
            <Toast.Close aria-label="Dismiss" className="-m-1 rounded p-1 text-faint hover:text-ink">
              <X className="size-4" />
            </Toast.Close>
          </Toast.Root>
        ))}
        <Toast.Viewport className="fixed right-4 bottom-20 z-50 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2 lg:bottom-4" />
      </Toast.Provider>
    </Toasts>
  );
}
