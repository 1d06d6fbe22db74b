import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeHost } from "../src/ipc/fake/host";
import { ANA_BODY, previewOf } from "../src/ipc/fake/people";
import { pointersOf } from "../src/steps/preview/pointers";
import { button, heading, marked, open } from "./open";

test("a person is found by typing, and shown in words, values and JSON", async () => {
  const { user } = await open("preview-empty");
  await user.type(await screen.findByRole("combobox", { name: "Person" }), "ana");
  await user.click(await screen.findByRole("option", { name: /Ana Silva/ }));

  expect(await screen.findByRole("heading", { name: /^Ramp invites Ana Silva/ })).toBeVisible();
  expect(screen.getByText("Lisbon is new")).toBeVisible();
  expect(marked("data-attribute", "name.familyName")).toHaveTextContent("Silva");
  expect(screen.getByText("POST /Users")).toBeVisible();
  expect(screen.getByText("PATCH /Users/{id}")).toBeVisible();
});

test("accents need not be typed", async () => {
  const { user } = await open("preview-empty");
  await user.type(await screen.findByRole("combobox", { name: "Person" }), "novak");
  expect(await screen.findByRole("option", { name: /Zoë Novák/ })).toBeVisible();
});

test("a refused person is shown as refused, with causes first", async () => {
  await open("preview-refused");
  await screen.findByRole("heading", { name: /^Ramp refuses Jonas Weber/ });
  expect(marked("data-person", "jonas.weber")).toHaveAttribute("data-kind", "refused");
  expect(screen.getByRole("img", { name: "Refused" })).toBeVisible();
  expect(screen.getByText("No department, so no invite")).toBeVisible();
});

test("a refusal for want of a default leads to the settings, and what is empty comes first", async () => {
  const { user } = await open("preview-refused");
  await screen.findByRole("heading", { name: /^Ramp refuses Jonas Weber/ });
  const first = document.querySelector<HTMLElement>("tbody tr");
  expect(first?.dataset.attribute).toMatch(/:department$/);
  expect(first).toHaveAttribute("data-empty", "true");
  await user.click(await button("Set a default in Practice Ramp’s settings"));
  expect(await heading("Connect Ramp")).toBeVisible();
});

test("what is not sent is headed as what would be", async () => {
  const { user } = await open("preview-empty");
  fakeHost.replace("preview_person", () => ({ ...previewOf("ana.silva"), kind: "skipped", request: null }));
  await user.type(await screen.findByRole("combobox", { name: "Person" }), "ana");
  await user.click(await screen.findByRole("option", { name: /Ana Silva/ }));
  expect(await screen.findByRole("columnheader", { name: "Would get, if sent" })).toBeVisible();
});

test("choosing a person remembers it and asks for the state again", async () => {
  const { user } = await open("preview-empty");
  expect(await button("Next: Test one user")).toBeDisabled();
  await user.type(await screen.findByRole("combobox", { name: "Person" }), "ana");
  await user.click(await screen.findByRole("option", { name: /Ana Silva/ }));
  await waitFor(async () => expect(await button("Next: Test one user")).toBeEnabled());
  expect(fakeHost.argsOf("preview_person")).toEqual([{ key: "ana.silva" }]);
});

test("a value's place in the request is marked", async () => {
  const { user } = await open("preview");
  await screen.findByRole("heading", { name: /^Ramp invites/ });
  const target = within(marked("data-attribute", "externalId")).getByRole("button");
  await user.click(target);
  const lines = [...document.querySelectorAll("[data-marked] ")].map((line) => line.textContent);
  expect(lines.some((line) => line?.includes('"externalId": "ana.silva"'))).toBe(true);
});

test("a rule's chip opens its text", async () => {
  const { user } = await open("preview");
  await user.click(await button("Rule R4"));
  expect(await screen.findByText(/is created by that name/)).toBeVisible();
});

test.each([
  ["userName", ["/userName"]],
  ["name.givenName", ["/name/givenName"]],
  ['emails[type eq "work"].value', ["/emails/0/value"]],
  ['emails[type eq "home"].value', []],
  [
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
    ["/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/department"],
  ],
  ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", []],
  ["nickName", []],
])("%s stands at %j", (target, pointers) => {
  expect(pointersOf(target, ANA_BODY)).toEqual(pointers);
});
