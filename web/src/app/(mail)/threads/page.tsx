import { PaneHint } from "@/components/mail/pane-hint";

/** The list is in the layout, which is also that of a thread. */
export default function Page() {
  return <PaneHint />;
}
