import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { failure } from "../src/ipc/fake/failure";
import { fakeHost } from "../src/ipc/fake/host";
import { button, marked, open } from "./open";

test("before a sign-in the step says what it is for, and one button signs in", async () => {
  const { user } = await open("entra");
  expect(await screen.findByRole("heading", { name: /^Sign in, so that/ })).toBeVisible();
  expect(screen.getByText(/writes none before you press Apply/)).toBeVisible();

  await user.click(await button("Sign in to the practice tenant"));
  expect(await screen.findByText("Contoso, contoso.example")).toBeVisible();
  expect(marked("data-layer", "signed-in")).toHaveTextContent("Dana Kim");
  expect(marked("data-layer", "role")).toHaveTextContent("Application Administrator");
  expect(marked("data-layer", "licence")).toHaveAttribute("data-verdict", "pass");
  expect(screen.queryByRole("button", { name: /Sign in/ })).toBeNull();
  await waitFor(() => expect(marked("data-step", "connect-entra")).toHaveAttribute("data-status", "done"));
});

test("no fitting role and no licence are worth a look, each with what it means later", async () => {
  await open("entra-no-rights");
  await screen.findByText("None that fits: Reports Reader");
  expect(marked("data-layer", "role")).toHaveAttribute("data-verdict", "warn");
  expect(marked("data-meaning", "role")).toHaveTextContent(/Ask for the role Application Administrator or/);
  expect(marked("data-meaning", "licence")).toHaveTextContent(/Assign people one by one/);
});

test("after a restart what was found is told as last time’s, and a sign-in is asked for again", async () => {
  const { user } = await open("entra-restarted");
  expect(await screen.findByRole("heading", { name: "Sign in to Contoso again" })).toBeVisible();
  expect(screen.getByRole("heading", { name: "What was found last time" })).toBeVisible();
  await user.click(await button("Sign in again"));
  expect(await screen.findByRole("heading", { name: "What was found" })).toBeVisible();
});

test("a refused sign-in is told, and can be tried again", async () => {
  const { user } = await open("entra");
  fakeHost.replace("connect_practice_entra", () => {
    throw failure({ code: "entra.signed-out", side: "entra", message: "Graph does not accept the sign-in." });
  });
  await user.click(await button("Sign in to the practice tenant"));
  expect(await screen.findByText("Graph does not accept the sign-in.")).toBeVisible();
  fakeHost.restore("connect_practice_entra");
  await user.click(await button("Sign in to the practice tenant"));
  expect(await screen.findByText("Contoso, contoso.example")).toBeVisible();
});

test("a profile of one’s own is told that signing in is not there yet", async () => {
  await open("entra-real");
  expect(await screen.findByText(/isn’t in this version/)).toBeVisible();
  expect(screen.queryByRole("button", { name: /Sign in/ })).toBeNull();
  expect(await button("Next: Attribute mappings")).toBeEnabled();
});

test("the application’s name is kept when the field is left, and a refusal stands at the field", async () => {
  const { user } = await open("entra-signed-in");
  const name = await screen.findByLabelText("Name");
  expect(name).toHaveValue("Ramp (SCIM)");
  await user.clear(name);
  await user.type(name, "Ramp Fabrikam");
  await user.tab();
  await waitFor(() =>
    expect(fakeHost.world.entra.choices.app).toEqual({ kind: "named", value: "Ramp Fabrikam" }),
  );

  fakeHost.replace("save_entra_choices", () => {
    throw failure({
      code: "entra.bad-choice",
      message: "The application needs a name of 1 to 120 characters.",
    });
  });
  await user.clear(name);
  await user.keyboard("{Enter}");
  const region = screen.getByRole("region", { name: "Enterprise application" });
  expect(await within(region).findByText(/needs a name of 1 to 120/)).toBeVisible();
});
