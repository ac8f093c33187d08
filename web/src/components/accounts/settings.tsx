"use client";

import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import * as queries from "@/api/queries";
import { Model } from "@/components/ai/model";
import { SourcesLink } from "@/components/enrichment/sources-link";
import { Export } from "@/components/people/export";
import { PeopleIn } from "@/components/people/people-in";
import { useGranted } from "@/components/sending/allow";
import { Rights } from "@/components/sending/rights";
import { PageHead } from "@/components/ui/page-head";
import { SetbackNote } from "@/components/ui/setback-note";
import { ListSkeleton } from "@/components/ui/skeleton";
import { WhenNear } from "@/components/ui/when-near";
import { About } from "./about";
import { AddressBook } from "./address-book";
import { Display } from "./display";
import { Invitations } from "./invitations";
import { Profile } from "./profile";
import { Sessions } from "./sessions";
import { Tokens } from "./tokens";

export const SettingsHead = () => (
  <PageHead title="Settings">Who you are here, what may act for you, and how the page looks.</PageHead>
);

/** Who one is here, what acts for one and how far, and, for the owner, who else may come. */
export function Settings() {
  const me = useQuery(queries.me);
  const mailboxes = useQuery(queries.mailboxes);
  useGranted();
  // What stands first comes together: none of it moves what is read beneath. In slices, between which the browser answers.
  const isPending = useDeferredValue(me.isPending || mailboxes.isPending);
  if (isPending) return <ListSkeleton head={<SettingsHead />} />;
  return (
    <div className="max-w-3xl">
      <SetbackNote />
      <SettingsHead />
      <div className="space-y-12">
        {me.data && <Profile user={me.data} />}
        <Rights />
        <Display />
        <WhenNear>
          <Sessions />
          <Tokens />
          {me.data?.is_owner && <Invitations />}
          <PeopleIn />
          <AddressBook />
          <Export />
          <SourcesLink />
          <Model />
          <About />
        </WhenNear>
      </div>
    </div>
  );
}
