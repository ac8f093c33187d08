"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Keyboard, LogOut, Monitor, Moon, Settings, Sun, Workflow } from "lucide-react";
import { useRouter } from "next/navigation";
import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import { api, call } from "@/api/client";
import { signedOut } from "@/api/leave";
import type { User } from "@/api/types";
import { chooseTheme, chosenTheme, type Theme } from "@/lib/theme";
import { AccountFace, faceStyle } from "./account-face";
import { openShortcuts } from "./keys";
import { useProblemToast } from "./toasts";

const ITEM =
  "flex items-center gap-3 rounded-md px-2.5 py-2 text-sm outline-none select-none data-[highlighted]:bg-sunken";

const THEMES: { value: Theme; label: string; icon: typeof Sun }[] = [
  { value: "system", label: "As the system", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
];

/** Loaded when it is first opened: see the account's button. */
export function AccountMenu({ user, wide }: { user: User; wide: boolean }) {
  const router = useRouter();
  return (
    <DropdownMenu.Root defaultOpen modal={false}>
      <DropdownMenu.Trigger className={faceStyle(wide)}>
        <AccountFace user={user} wide={wide} />
      </DropdownMenu.Trigger>
      {/* Beside its button, not at the end of the page: it belongs to the same landmark. */}
      <DropdownMenu.Content
        align="end"
        sideOffset={8}
        collisionPadding={12}
        className="panel z-50 w-60 animate-rise p-1.5 shadow-float"
      >
        {!wide && <p className="truncate px-2.5 pt-1.5 pb-2 text-xs text-faint">{user.email}</p>}
        <ThemeChoice />
        <DropdownMenu.Separator className="my-1.5 h-px bg-line" />
        <DropdownMenu.Item className={ITEM} onSelect={() => router.push("/settings")}>
          <Settings aria-hidden className="size-4 text-faint" />
          Settings
        </DropdownMenu.Item>
        <DropdownMenu.Item className={ITEM} onSelect={() => router.push("/jobs")}>
          <Workflow aria-hidden className="size-4 text-faint" />
          Jobs
        </DropdownMenu.Item>
        <DropdownMenu.Item className={ITEM} onSelect={openShortcuts}>
          <Keyboard aria-hidden className="size-4 text-faint" />
          Keyboard shortcuts
        </DropdownMenu.Item>
        <SignOut />
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

function ThemeChoice() {
  const [theme, setTheme] = useState(chosenTheme);
  const choose = (value: string) => {
    chooseTheme(value as Theme);
    setTheme(value as Theme);
  };
  return (
    <DropdownMenu.RadioGroup value={theme} onValueChange={choose} aria-label="Colours">
      {THEMES.map(({ value, label, icon: Icon }) => (
        <DropdownMenu.RadioItem
          key={value}
          value={value}
          onSelect={(event) => event.preventDefault()}
          className={`${ITEM} data-[state=checked]:font-medium data-[state=checked]:text-accent`}
        >
          <Icon aria-hidden className="size-4" />
          {label}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

function SignOut() {
  const client = useQueryClient();
  const router = useRouter();
  const onError = useProblemToast();
  const signOut = useMutation({
    mutationFn: () => call(api.DELETE("/api/v1/session")),
    onError,
    onSuccess: () => {
      router.push("/");
      signedOut(client);
    },
  });
  return (
    <DropdownMenu.Item className={ITEM} onSelect={() => signOut.mutate()}>
      <LogOut aria-hidden className="size-4 text-faint" />
      Sign out
    </DropdownMenu.Item>
  );
}
