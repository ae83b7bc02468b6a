"""Holds JSON outputs against the schemas of their commands.

check_schemas.py SCHEMAS OUTPUTS: every file OUTPUTS/NAME@ANYTHING.json must be valid by
SCHEMAS/NAME.json, and have no field that the schema does not name.
"""
import json
import pathlib
import sys

import jsonschema


def fields_unknown(schema, rows):
    known = set(schema["items"]["properties"])
    return sorted({key for row in rows for key in row} - known)


def main():
    schemas, outputs = (pathlib.Path(word) for word in sys.argv[1:3])
    checked = 0
    for path in sorted(outputs.glob("*.json")):
        schema = json.loads((schemas / (path.name.split("@")[0] + ".json")).read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        rows = json.loads(path.read_text())
        for error in jsonschema.Draft202012Validator(schema).iter_errors(rows):
            print(f"{path.name}: {error.json_path}: {error.message}")
            sys.exit(1)
        if unknown := fields_unknown(schema, rows):
            print(f"{path.name}: fields that the schema does not name: {unknown}")
            sys.exit(1)
        checked += 1
    if checked == 0:
        sys.exit("nothing to check")


main()
