// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a calendar as calendar programs do, strictly, and prints each event on a line: uid, start,
// end, alarms, summary, description (as JSON texts). usage: node calendar.js FILE
"use strict";
const fs = require("node:fs");
const ICAL = require("ical.js");

const bytes = fs.readFileSync(process.argv[2]);
const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
const fail = (message) => {
  console.log(message);
  process.exit(1);
};
// ical.js forgives more than the RFC does: line ends and lengths are looked at here.
if (!text.endsWith("\r\n") || /[^\r]\n|\r[^\n]/.test(text)) fail("a line does not end in CR LF");
for (const line of text.split("\r\n"))
  if (Buffer.byteLength(line) > 75) fail(`a line has more than 75 octets: ${line}`);

ICAL.design.strict = true;
const calendar = new ICAL.Component(ICAL.parse(text));
for (const name of ["version", "prodid"]) if (!calendar.getFirstProperty(name)) fail(`no ${name}`);
if (calendar.getFirstPropertyValue("version") !== "2.0") fail("not version 2.0");
const uids = new Set();
for (const component of calendar.getAllSubcomponents()) {
  if (component.name !== "vevent") fail(`${component.name} is no event`);
  const event = new ICAL.Event(component);
  if (!event.uid || uids.has(event.uid)) fail(`the uid ${event.uid} is missing, or there twice`);
  uids.add(event.uid);
  if (!event.startDate.isDate || !event.endDate.isDate) fail(`${event.uid} is not of a whole day`);
  if (event.duration.toSeconds() !== 86400) fail(`${event.uid} is not one day long`);
  const stamp = component.getFirstPropertyValue("dtstamp");
  if (!stamp || stamp.zone !== ICAL.Timezone.utcTimezone) fail(`${event.uid} has no stamp in UTC`);
  const alarms = component.getAllSubcomponents("valarm").map((alarm) => {
    for (const name of ["action", "trigger", "description"])
      if (!alarm.getFirstProperty(name)) fail(`an alarm of ${event.uid} has no ${name}`);
    return alarm.getFirstPropertyValue("trigger").toString();
  });
  const shown = [event.uid, event.startDate, event.endDate, alarms, event.summary, event.description];
  console.log(shown.map((part) => (typeof part === "string" ? JSON.stringify(part) : String(part))).join(" "));
}
