import { AlreadyHere } from "@/components/accounts/already-here";

/** Whoever is not signed in sees the invitation instead: see the shell. */
export default function Page() {
  return <AlreadyHere />;
}
