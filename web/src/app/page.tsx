"use client";

import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { me } from "@/api/queries";
import { Overview } from "@/components/home/overview";
import { SetbackNote } from "@/components/ui/setback-note";

export default function Home() {
  const { data: user } = useQuery(me);
  if (!user) return null;
  return (
    <>
      <Suspense>
        <SetbackNote />
      </Suspense>
      <Overview user={user} />
    </>
  );
}
