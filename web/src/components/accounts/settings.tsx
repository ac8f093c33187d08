"use client";

import { useQuery } from "@tanstack/react-query";
import * as queries from "@/api/queries";
import { PageHead } from "@/components/ui/page-head";
import { Invitations } from "./invitations";
import { Sessions } from "./sessions";
import { Tokens } from "./tokens";

/** What acts for you, where you are signed in, and, for the owner, who else may come. */
export function Settings() {
  const me = useQuery(queries.me).data;
  return (
    <div className="max-w-3xl">
      <PageHead title="Settings">Programs that act for you, your sessions, and who may sign in.</PageHead>
      <div className="space-y-12">
        <Tokens />
        {me?.is_owner && <Invitations />}
        <Sessions />
      </div>
    </div>
  );
}
