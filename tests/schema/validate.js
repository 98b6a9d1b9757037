// SPDX-License-Identifier: GPL-3.0-or-later
// Validates JSON documents against a JSON Schema 2020-12 that the program printed.
// usage: node validate.js SCHEMA DOCUMENT…      ("-" is standard input; NODE_PATH names ajv's home)
// Without a document only the schema itself is checked. Exits 1 and lists every fault.
"use strict";
const fs = require("node:fs");
const Ajv2020 = require("ajv/dist/2020");
const addFormats = require("ajv-formats");

const [schemaPath, ...documents] = process.argv.slice(2);
const read = (path) => JSON.parse(fs.readFileSync(path === "-" ? 0 : path, "utf8"));

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
addFormats(ajv);
const validate = ajv.compile(read(schemaPath));
for (const path of documents) {
  if (!validate(read(path))) {
    process.exitCode = 1;
    for (const fault of validate.errors) {
      console.log(`${path}: ${fault.instancePath || "/"}: ${fault.message} ${JSON.stringify(fault.params)}`);
    }
  }
}
