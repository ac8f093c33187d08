"use client";

import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useState } from "react";
import { api, call } from "@/api/client";
import * as queries from "@/api/queries";
import type { MembershipChange, Suggestion } from "@/api/types";
import { useProblemToast, useToast } from "@/components/shell/toasts";
import { useFreshPeople } from "./use-membership";

const WITHIN = 15_000; // milliseconds
const OR = "press z on this page";
const FEW = 3; // pairs that are left of those that are loaded when more are asked for

type Answer = "merge" | "dismiss";
type Decided = { pair: Suggestion; change: MembershipChange };

/** Pairs of people who may be one, one after the other, as a person decides them. */
export function useReview() {
  const query = useInfiniteQuery(queries.suggestions);
  const data = useDeferredValue(query.data); // rendered in slices, between which the browser answers
  const say = useToast();
  const onError = useProblemToast();
  const refresh = useFreshPeople();
  const [skipped, setSkipped] = useState<string[]>([]);
  const [decided, setDecided] = useState<Decided[]>([]);
  const [again, setAgain] = useState<Suggestion[]>([]); // what was undone comes first
  const [inFlight, setInFlight] = useState<string[]>([]); // answered, and not yet heard of

  const gone = new Set([...decided.map(({ pair }) => pair.id), ...inFlight]);
  const passed = new Set(skipped);
  const loaded = data?.pages.flatMap((page) => page.items) ?? [];
  const fresh = new Map(loaded.map((pair) => [pair.id, pair]));
  const first = again.map((pair) => fresh.get(pair.id) ?? pair);
  const open = [...first, ...loaded.filter(({ id }) => !again.some((pair) => pair.id === id))].filter(
    ({ id }) => !gone.has(id) && !passed.has(id),
  );
  const total = data?.pages[0]?.total ?? 0;
  const stillListed = loaded.filter(({ id }) => gone.has(id) || passed.has(id)).length;

  const { hasNextPage, isFetching, fetchNextPage } = query;
  const isShort = open.length < FEW;
  useEffect(() => {
    if (isShort && hasNextPage && !isFetching) void fetchNextPage();
  }, [isShort, hasNextPage, isFetching, fetchNextPage]);

  const undo = useMutation({
    mutationFn: ({ change }: Decided) =>
      call(api.POST("/api/v1/merges/{merge_id}/undo", { params: { path: { merge_id: change.id } } })),
    onError,
    onSuccess: (_, { pair }) => {
      setDecided((before) => before.filter((one) => one.pair.id !== pair.id));
      setAgain((before) => [pair, ...before.filter(({ id }) => id !== pair.id)]);
      void refresh(); // nobody waits for it: the next key may come at once
    },
  });
  const decide = useMutation({
    mutationFn: ({ pair, answer }: { pair: Suggestion; answer: Answer }) => {
      const params = { params: { path: { suggestion_id: pair.id } } };
      return call(
        answer === "merge"
          ? api.POST("/api/v1/contacts/suggestions/{suggestion_id}/merge", params)
          : api.POST("/api/v1/contacts/suggestions/{suggestion_id}/dismiss", params),
      );
    },
    onMutate: ({ pair }) => setInFlight((before) => [...before, pair.id]),
    onError: (error) => {
      onError(error);
      void refresh(); // it may be decided elsewhere
    },
    onSuccess: (change, { pair, answer }) => {
      setDecided((before) => [...before, { pair, change }]);
      const title = answer === "merge" ? "They are one now" : "They stay two";
      say({
        title,
        action: { label: "Undo", run: () => undo.mutate({ pair, change }), within: WITHIN, or: OR },
      });
      void refresh();
    },
    onSettled: (_change, _error, { pair }) => setInFlight((before) => before.filter((id) => id !== pair.id)),
  });
  const pair = open[0];
  const answer = (given: Answer) => (pair ? decide.mutate({ pair, answer: given }) : false);
  const last = decided.at(-1);
  return {
    query,
    isPending: !data && !query.isError,
    pair,
    left: Math.max(total - stillListed, open.length),
    skipped: skipped.length,
    answer,
    skip: () => pair && setSkipped((before) => [...before, pair.id]),
    startOver: () => setSkipped([]),
    undo: last && !undo.isPending ? () => undo.mutate(last) : undefined,
  };
}
