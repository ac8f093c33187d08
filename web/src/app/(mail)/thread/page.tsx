import { ThreadPage } from "@/components/mail/thread-page";

export default function Page() {
  return <ThreadPage />;
}
