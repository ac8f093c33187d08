/** What the code in `?error=` means: what Google, or Kith, said when the browser came back. */
const MEANINGS: Record<string, { title: string; detail: string }> = {
  NotInvited: {
    title: "You have no account here yet.",
    detail:
      "This Kith is by invitation. Ask whoever runs it for a link, open it in this browser, and sign in again. If you run it yourself, `kith owner` with your address makes it yours.",
  },
  OtherDomain: {
    title: "This Kith is for other addresses.",
    detail: "Sign in with an address of its own domain, or ask whoever runs it for an invitation.",
  },
  InvitationSpent: {
    title: "This invitation does not count any more.",
    detail: "It was used, taken back, or is older than 48 hours. Ask for a new link.",
  },
  AccessDenied: {
    title: "You did not give permission.",
    detail: "Nothing was connected and nothing has changed. Start again whenever you like.",
  },
  SignInExpired: {
    title: "That took too long, or was started in another browser.",
    detail: "Start again from here; it takes one minute.",
  },
  GoogleRefused: {
    title: "Google refused.",
    detail: "Try again. If it stays so, check the client's settings in Google's console.",
  },
  ReadingNotAllowed: {
    title: "Kith may not read this mailbox.",
    detail: "Connect again, and leave the box for reading your mail ticked.",
  },
  NoLastingAccess: {
    title: "Google gave no lasting access.",
    detail: "Remove Kith from the connected apps of your Google account, then connect again.",
  },
  BeingErased: {
    title: "This mailbox is being erased.",
    detail: "Connect it again when it is gone from the list.",
  },
  OtherAccount: {
    title: "That was another account.",
    detail: "Nothing has changed. Allow it with the account that this mailbox belongs to.",
  },
  Unauthenticated: { title: "Your session has ended.", detail: "Sign in, then connect the mailbox again." },
  InvalidSettings: {
    title: "Signing in with Google is not set up here.",
    detail:
      "Whoever runs Kith sets KITH_GOOGLE_CLIENT_ID and KITH_GOOGLE_CLIENT_SECRET; the README tells how.",
  },
  DeploymentFault: {
    title: "Kith's own access to Google is misconfigured.",
    detail:
      "Whoever runs Kith has to look after its Google client; the log says what is wrong. Nothing is lost.",
  },
  Unavailable: { title: "A server does not answer.", detail: "Try again in a moment." },
};

export function setback(code: string) {
  return MEANINGS[code] ?? { title: "That did not work.", detail: "Try again in a moment." };
}
