/** The step *Connect Entra*. */
export const entra = {
  title: "Connect Entra",
  subtitle: "Whose tenant it is, and what you may do there. Looking changes nothing.",
  signInTitle: "Sign in, so that Onramp can set Entra up for you",
  signInText:
    "Onramp reads your tenant’s name, your roles and its licences. Later it plans what Entra needs, shows every change, and writes none before you press Apply.",
  practiceText: "The practice tenant Contoso runs on this computer. Signing in to it needs no account.",
  signIn: "Sign in to the practice tenant",
  signInAgain: "Sign in again",
  signingIn: "Signing in",
  againTitle: "Sign in to {{tenant}} again",
  againText:
    "A sign-in lasts as long as Onramp runs. What you chose, and what was applied, is kept. Below is what was found last time.",
  notYetTitle: "Signing in to a tenant of your own isn’t in this version",
  notYetText:
    "Mappings, preview and the test of one user work without it. Set the enterprise application up in the Entra admin center by hand, and go on here.",
  found: "What was found",
  foundLast: "What was found last time",
  tenant: "Tenant",
  signedIn: "Signed in as",
  role: "Role",
  licence: "Groups",
  verdicts: { pass: "as it should be", warn: "worth a look" },
  noRole: "None that fits",
  noRoles: "No directory role",
  others: "None that fits: {{roles}}",
  groupsYes: "Can be assigned",
  groupsNo: "Can’t be assigned: no Entra ID P1 or P2",
  meaning: "What it means later",
  roleFits: "{{role}} may set up provisioning: Apply can carry the whole plan out.",
  roleMissing:
    "Apply would stop at the first change. Ask for the role Application Administrator or Cloud Application Administrator, active and not only eligible. An owner of the enterprise application needs neither.",
  groupsMean:
    "The tenant has Entra ID P1 or P2, so groups can be assigned too. Of a group, its direct members are provisioned.",
  groupsMissing: "Assign people one by one, or get the licence. Groups are refused.",
  app: "Enterprise application",
  appHint:
    "An enterprise application of this name is used as it is, and never made twice. Where there is none, Apply creates it.",
  appName: "Name",
  appExisting: "The enterprise application with the object id {{id}} is used.",
} as const;
