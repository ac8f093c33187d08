import { Settings } from "@/components/accounts/settings";

export default function Page() {
  return <Settings />;
}
