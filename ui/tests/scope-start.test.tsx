import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { GUARD } from "../src/ipc/fake/entra";
import { failure } from "../src/ipc/fake/failure";
import { fakeHost } from "../src/ipc/fake/host";
import { button, confirm, heading, marked, open } from "./open";

const entra = () => fakeHost.world.entra;
/** By its heading: the rail counts too. */
const applied = () => screen.findByRole("region", { name: "5 changes applied" });

test("a group is searched, added and meant as the test; the rule about groups is said", async () => {
  const { user } = await open("scope");
  await user.type(await screen.findByRole("combobox", { name: "Add a group or a person" }), "ramp");
  await user.click(await screen.findByRole("option", { name: /Ramp pilot/ }));
  await waitFor(() => expect(marked("data-assignee", "Ramp pilot")).toHaveAttribute("data-kind", "group"));
  expect(screen.getByText(/members of groups in it are not/)).toBeVisible();
  expect(await button("Rule R14")).toBeVisible();

  await user.click(screen.getByRole("radio", { name: "Ramp pilot" }));
  await waitFor(() => expect(entra().choices.testGroup).toBe("group-pilot"));

  // Who goes off the list is no test any more.
  await user.click(await button("Take Ramp pilot off the list"));
  await waitFor(() => expect(entra().choices).toMatchObject({ assign: [], testGroup: null }));
  expect(fakeHost.argsOf("apply_entra")).toEqual([]);
});

test("a person is found too, and nobody by a name is said", async () => {
  const { user } = await open("scope");
  const search = await screen.findByRole("combobox", { name: "Add a group or a person" });
  await user.type(search, "xyz");
  expect(await screen.findByText("No group and nobody by that name")).toBeVisible();
  await user.clear(search);
  await user.type(search, "ana");
  await user.click(await screen.findByRole("option", { name: /Ana Silva/ }));
  await waitFor(() => expect(marked("data-assignee", "Ana Silva")).toHaveAttribute("data-kind", "user"));
  expect(screen.queryByRole("radio", { name: "Ana Silva" })).toBeNull();
});

test("settings are kept when their field is left; all users stand behind More, with what it means", async () => {
  const { user } = await open("scope");
  await user.type(
    await screen.findByLabelText("Notification Email"),
    "it@contoso.example, ops@contoso.example",
  );
  await user.tab();
  const addresses = ["it@contoso.example", "ops@contoso.example"];
  await waitFor(() => expect(entra().choices.notificationEmails).toEqual(addresses));
  const threshold = screen.getByLabelText("Accidental deletion threshold");
  await user.clear(threshold);
  await user.type(threshold, "25{Enter}");
  await waitFor(() => expect(entra().choices.deletionThreshold).toBe(25));

  expect(screen.queryByRole("radio", { name: "Sync all users and groups" })).toBeNull();
  await user.click(await button(/^More/));
  expect(screen.getByText(/Everybody in the tenant is then invited/)).toBeVisible();
  expect(screen.getByRole("radio", { name: "Sync only assigned users and groups" })).toBeChecked();
  expect(entra().choices.syncAll).toBe(false);
});

test("a refused setting stands at its field, with what was typed", async () => {
  const { user } = await open("scope");
  fakeHost.replace("save_entra_choices", () => {
    throw failure({ code: "entra.bad-choice", message: "nobody is not one mail address." });
  });
  const field = await screen.findByLabelText("Notification Email");
  await user.type(field, "nobody{Enter}");
  expect(await screen.findByText(/nobody is not one mail address/)).toBeVisible();
  expect(field).toHaveValue("nobody");
});

test("the plan says who is affected and what changes; Apply stands where Next does, with the count", async () => {
  const { user } = await open("scope-chosen");
  await user.click(await button("Make the plan"));
  expect(await heading("5 changes in Entra, none in Ramp")).toBeVisible();
  expect(screen.getByText("This invites 5 people to Ramp")).toBeVisible();
  expect(screen.getByText("Ana Silva, Rui Costa, Ingrid Solberg and 2 more")).toBeVisible();
  expect(await button("Apply 5 changes")).toBeEnabled();
  expect(screen.queryByRole("button", { name: "Next: Done" })).toBeNull();

  const mappings = marked("data-action", "save-mappings");
  expect(mappings).toHaveTextContent("12 attributes");
  await user.click(within(mappings).getByRole("button"));
  expect(within(mappings).getByText("Source attribute")).toBeVisible();
  expect(within(mappings).getByText("userPrincipalName")).toBeVisible();
  const start = marked("data-action", "start");
  expect(within(start).getByText("final")).toBeVisible();
  await user.click(within(start).getByRole("button"));
  expect(within(start).getByText(/Undo stops it\. Invites that were sent/)).toBeVisible();
  expect(fakeHost.argsOf("apply_entra")).toEqual([]);
});

test("many people: Apply waits for the number, and it is what the core is told", async () => {
  const { user } = await open("scope-chosen");
  entra().guard = {
    ...GUARD,
    deactivated: { count: 37, names: ["Marek Nowak", "Lucía Ferrer", "Tomasz Zieliński"] },
    nestedGroups: ["Ramp pilot"],
    confirm: 42,
  };
  await user.click(await button("Make the plan"));
  expect(await screen.findByText("This would deactivate 37 people in Ramp")).toBeVisible();
  expect(screen.getByText("Marek Nowak, Lucía Ferrer, Tomasz Zieliński and 34 more")).toBeVisible();
  expect(screen.getByText(/Groups in this group are left out/)).toBeVisible();
  const apply = await button("Apply 5 changes");
  expect(apply).toBeDisabled();
  expect(apply).toHaveAccessibleDescription("Apply is off until 42 is typed");

  await user.type(screen.getByLabelText("Type 42 to go on"), "41");
  expect(apply).toBeDisabled();
  await user.clear(screen.getByLabelText("Type 42 to go on"));
  await user.type(screen.getByLabelText("Type 42 to go on"), "42");
  expect(apply).toBeEnabled();
  await user.click(apply);
  await applied();
  expect(fakeHost.argsOf("apply_entra")).toMatchObject([{ run: "plan-1", people: 42, overwrite: false }]);
});

test("what somebody else may have saved is replaced only where one agrees", async () => {
  const { user } = await open("scope-chosen");
  fakeHost.replace("plan_entra", () => {
    const plan = entra().plan();
    for (const one of plan.actions.filter(({ kind }) => kind === "save-connection")) one.asksFirst = true;
    return plan;
  });
  await user.click(await button("Make the plan"));
  const apply = await button("Apply 5 changes");
  expect(apply).toBeDisabled();
  expect(apply).toHaveAccessibleDescription(/until you agree to “Save Ramp’s URL and token/);
  await user.click(screen.getByRole("checkbox", { name: "Replace what may be saved there" }));
  expect(apply).toBeEnabled();
  await user.click(apply);
  await applied();
  expect(fakeHost.argsOf("apply_entra")).toMatchObject([{ people: null, overwrite: true }]);
});

test("a plan is out of date once a choice changed", async () => {
  const { user } = await open("scope-chosen");
  await user.click(await button("Make the plan"));
  await button("Apply 5 changes");
  await user.click(await button("Take Ramp pilot off the list"));
  expect(await screen.findByRole("heading", { name: "This plan is out of date" })).toBeVisible();
  expect(screen.queryByRole("button", { name: /^Apply/ })).toBeNull();
  await user.click(await button("Make the plan again"));
  expect(await button("Apply 4 changes")).toBeEnabled();

  // It stays over a look at another step.
  await user.click(await button("Back"));
  await heading("Test one user");
  await user.click(await button("Next: Scope and start"));
  expect(await button("Apply 4 changes")).toBeEnabled();
});

test("an empty plan has nothing to apply", async () => {
  const { user } = await open("scope-running");
  await user.click(await button("Make the plan"));
  expect(await heading("Nothing to do: Contoso has it all.")).toBeVisible();
  expect(marked("data-plan", "fresh")).toBeVisible();
  expect(await button("Next: Done")).toBeEnabled();
});

test("a plan that can’t be made says why", async () => {
  const { user } = await open("scope-chosen");
  fakeHost.replace("plan_entra", () => {
    throw failure({
      code: "entra.no-group-licence",
      side: "entra",
      message: "This tenant can’t assign groups.",
    });
  });
  await user.click(await button("Make the plan"));
  expect(await screen.findByText("This tenant can’t assign groups.")).toBeVisible();
  expect(await button("Make the plan")).toBeEnabled();
});

test("applied: the job is followed, a cycle is brought forward, and the logs name people", async () => {
  const { user } = await open("scope-chosen");
  await user.click(await button("Make the plan"));
  await user.click(await button("Apply 5 changes"));
  expect(await heading("The first cycle is under way.")).toBeVisible();
  await applied();
  await user.click(await button("Advance 40 minutes"));
  expect(await heading("Provisioning works. 3 people, none fails.")).toBeVisible();
  expect(fakeHost.argsOf("advance_practice")).toEqual([{ minutes: 40 }]);
  await waitFor(() => expect(marked("data-log-person", "Ana Silva")).toHaveTextContent("created"));
  expect(await button("Next: Done")).toBeEnabled();
});

test("a run that stopped shows why, and goes on with the same run", async () => {
  const { user } = await open("scope-chosen");
  entra().stopsAt = "3";
  entra().failure = failure({
    code: "entra.signed-out",
    side: "entra",
    message: "Microsoft Graph does not accept the sign-in any more.",
  });
  await user.click(await button("Make the plan"));
  await user.click(await button("Apply 5 changes"));
  expect(await screen.findByText("Microsoft Graph does not accept the sign-in any more.")).toBeVisible();
  expect(screen.getByText("Stopped after 2 of 5 changes")).toBeVisible();
  expect(marked("data-action", "save-mappings")).toHaveAttribute("data-action-status", "failed");

  entra().stopsAt = null;
  await user.click(await button("Go on"));
  await applied();
  expect(fakeHost.argsOf("apply_entra").map((args) => args.run)).toEqual(["plan-1", "plan-1"]);
});

test("a run that stopped before a restart can be gone on with too", async () => {
  const { user } = await open("scope-stopped");
  expect(await screen.findByText("Stopped after 2 of 5 changes")).toBeVisible();
  await user.click(await button("Go on"));
  await applied();
});

test("Undo names what stays before, and again afterwards with the reason", async () => {
  const { user } = await open("scope-running");
  await user.click(await button("Undo"));
  await confirm(user, "Take them back", /Undo stops it/);
  expect(await screen.findByText("4 changes taken back, 1 stays")).toBeVisible();
  const start = marked("data-action", "start");
  expect(start).toHaveAttribute("data-action-status", "final");
  expect(start).toHaveTextContent("Invites that were sent and accounts that were made in Ramp stay.");

  await user.click(await button("Make the plan"));
  expect(await button("Apply 5 changes")).toBeEnabled();
});

test("who fails stands by cause, newest entry of each person only, with what to do", async () => {
  await open("scope-failing");
  expect(await screen.findByRole("heading", { name: "2 people fail, by cause" })).toBeVisible();
  const failing = marked("data-failing", "2");
  expect(within(failing).getByText("Jonas Weber, Léa Martin")).toBeVisible();
  expect(within(failing).getByText(/Give them a department/)).toBeVisible();
  expect(within(failing).queryByText(/Ana Silva/)).toBeNull();
});

test("drift is looked for when asked, and what differs leads to a plan", async () => {
  const { user } = await open("scope-running");
  await user.click(await button("Check for drift"));
  expect(await screen.findByText("No drift: Contoso is as it was set up.")).toBeVisible();

  const differing = entra().runs[0]?.actions.slice(0, 1) ?? [];
  entra().drift = {
    none: false,
    headline: "1 thing in Contoso is not as it was set up.",
    actions: differing,
  };
  await user.click(await button("Check for drift"));
  expect(await screen.findByText("1 thing in Contoso is not as it was set up.")).toBeVisible();
  await user.click(await button("Make a plan to set it right"));
  await waitFor(() => expect(fakeHost.argsOf("plan_entra")).toHaveLength(1));
});

test("one person goes through Entra, step by step", async () => {
  const { user } = await open("scope-running");
  await user.click(await screen.findByRole("combobox", { name: "Person" }));
  await user.click(await screen.findByRole("option", { name: /Ana Silva/ }));
  await user.click(await button("Provision"));
  expect(await screen.findByText("Entra provisioned this person: create.")).toBeVisible();
  expect(fakeHost.argsOf("provision_through_entra")).toEqual([{ person: "ana.silva" }]);
  expect(marked("data-entra-step", "matching")).toHaveAttribute("data-entra-status", "skipped");
  expect(screen.getByText("ana.silva@contoso.example", { selector: "dd" })).toBeVisible();
});

test("provisioning is stopped after it is said what that means", async () => {
  const { user } = await open("scope-running");
  await user.click(await button("Stop provisioning"));
  await confirm(user, "Stop it", /Accounts in Ramp stay as they are/);
  expect(await heading("Provisioning is paused.")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Advance 40 minutes" })).toBeNull();
});

test("signed out, the step asks for a sign-in and reads nothing of the tenant", async () => {
  const { user } = await open("scope-signed-out");
  expect(await screen.findByText("Sign in to Entra first")).toBeVisible();
  expect(fakeHost.argsOf("get_entra_job")).toEqual([]);
  await user.click(await button("Sign in to the practice tenant"));
  expect(await button("Make the plan")).toBeEnabled();
});
