import { expect, test } from "vitest";
import { marksOf } from "../src/steps/attribute-mappings/marks";

const at = (name: string, [from, to]: [number, number]) => [...name].slice(from, to).join("");

test.each([
  ["another case", "name.givenname", "name.givenName", "n", "N"],
  ["a blank at the end", "name.givenName ", "name.givenName", " ", ""],
  ["a filter left out", "emails.value", 'emails[type eq "work"].value', "", '[type eq "work"]'],
  ["a letter left out", "usrName", "userName", "", "e"],
  ["a letter too many", "userrName", "userName", "r", ""],
  ["a letter outside the first plane", "𝒏ame", "name", "𝒏", "n"],
  ["nothing", "userName", "userName", "", ""],
])("%s is what is marked", (_, wrong, right, inWrong, inRight) => {
  const marks = marksOf(wrong, right);
  expect([at(wrong, marks.wrong), at(right, marks.right)]).toEqual([inWrong, inRight]);
});
