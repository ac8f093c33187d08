import { ChevronsUpDown } from "lucide-react";
import type { User } from "@/api/types";
import { Avatar } from "@/components/ui/avatar";

export const faceStyle = (wide: boolean) =>
  wide ? "flex items-center gap-3 rounded-lg p-2 text-left hover:bg-sunken" : "rounded-full";

/** Who is signed in, on the button of their menu. */
export function AccountFace({ user, wide }: { user: User; wide: boolean }) {
  return (
    <>
      <span className="sr-only">Account of {wide ? "" : user.name}</span>
      <Avatar name={user.name} seed={user.email} size={34} />
      {wide && (
        <>
          <span className="min-w-0 flex-1 leading-tight">
            <span className="block truncate text-sm font-medium">{user.name}</span>
            <span className="block truncate text-xs text-faint">{user.email}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 text-faint" />
        </>
      )}
    </>
  );
}
