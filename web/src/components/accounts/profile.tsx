"use client";

import type { User } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";
import { Section } from "@/components/ui/section";

/** Who is signed in. */
export function Profile({ user }: { user: User }) {
  return (
    <Section title="You">
      <div className="panel flex items-center gap-4 px-4 py-4 sm:px-5">
        <Avatar name={user.name} seed={user.email} size={48} />
        <div className="min-w-0 flex-1">
          <p className="truncate font-medium">{user.name}</p>
          <p className="truncate text-soft">{user.email}</p>
          <p className="text-sm text-faint">
            As your Google account has it
            {user.is_owner && ". This Kith is yours: you say who else may sign in"}.
          </p>
        </div>
      </div>
    </Section>
  );
}
