#!/usr/bin/python3
"""Holds requests and answers of the simulated Discord against Discord's own OpenAPI document.

    openapi_check.py DUMPER OPENAPI_JSON

Exit status: 0 everything fits, 1 something does not, 77 the document is not there.

A request fits if its path, method, parameters and body are in the document and its values satisfy their schemas.
Requests that do not fit must be answered with 400, and only they. Answers are validated with JSON Schema
2020-12, items of lists one by one. One difference of the document from the real thing is tolerated: the
inner codes of form errors are words, where the document says numbers.
"""
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl

SKIPPED = 77


class Document:
    def __init__(self, spec):
        import jsonschema

        self.spec = spec
        self.resolver = jsonschema.RefResolver.from_schema(spec)
        self.formats = jsonschema.FormatChecker(formats=())
        self.formats.checks("date-time", raises=ValueError)(self.is_time)
        self.formats.checks("int32")(lambda v: not isinstance(v, int) or -(2**31) <= v < 2**31)
        self.validator = jsonschema.Draft202012Validator

    @staticmethod
    def is_time(value):
        if isinstance(value, str):
            return datetime.fromisoformat(value).tzinfo is not None
        return True

    def follow(self, node):
        while "$ref" in node:
            node = self.resolver.resolve(node["$ref"])[1]
        return node

    def problems(self, value, schema):
        checker = self.validator(schema, resolver=self.resolver, format_checker=self.formats)
        return [
            f"{error.json_path}: {error.message[:300]}" for error in checker.iter_errors(value)
        ]

    def find_path(self, path):
        """The template that fits, with most literal segments, and what stands in its braces."""
        given = path.split("/")
        best = None
        for template in self.spec["paths"]:
            wanted = template.split("/")
            if len(wanted) != len(given):
                continue
            values = {}
            for part, text in zip(wanted, given):
                if part.startswith("{"):
                    values[part[1:-1]] = text
                elif part != text:
                    break
            else:
                if best is None or len(values) < len(best[1]):
                    best = (template, values)
        return best

    def typed(self, text, schema):
        """A parameter's text as the value its schema speaks of; the text itself where it is none."""
        kind = self.follow(schema).get("type")
        if kind == "integer" and text.lstrip("-").isdigit():
            return int(text)
        if kind == "boolean" and text.lower() in ("true", "false", "1", "0"):
            return text.lower() in ("true", "1")
        return text

    def request_problems(self, line):
        found = self.find_path(line["path"])
        if found is None:
            return [f"no such path: {line['path']}"]
        template, path_values = found
        item = self.spec["paths"][template]
        operation = item.get(line["method"].lower())
        if operation is None:
            return [f"no method {line['method']} on {template}"]
        declared = {}
        for parameter in item.get("parameters", []) + operation.get("parameters", []):
            parameter = self.follow(parameter)
            declared[(parameter["in"], parameter["name"])] = parameter["schema"]
        given = [("path", name, text) for name, text in path_values.items()]
        given += [
            ("query", name, text) for name, text in parse_qsl(line["query"], keep_blank_values=True)
        ]
        problems = []
        for place, name, text in given:
            schema = declared.get((place, name))
            if schema is None:
                problems.append(f"{place} parameter {name} is not in the document")
            else:
                problems += self.problems(self.typed(text, schema), schema)
        return problems + self.body_problems(line, operation)

    def body_problems(self, line, operation):
        text = line.get("request_body")
        if not text:
            return []
        if "requestBody" not in operation:
            return ["a body where the document has none"]
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        # Of the two bodies an invite may have, ours are all for guilds.
        if "anyOf" in schema:
            schema = {"anyOf": [s for s in schema["anyOf"] if "GroupDM" not in s.get("$ref", "")]}
        return ["the body: " + p for p in self.problems(json.loads(text), schema)]

    def answer_schema(self, line):
        template, _ = self.find_path(line["path"])
        responses = self.spec["paths"][template][line["method"].lower()]["responses"]
        status = str(line["status"])
        response = responses.get(status) or responses.get(status[0] + "XX")
        if response is None:
            return None
        return self.follow(response).get("content", {}).get("application/json", {}).get("schema", {})

    def answer_kinds(self, line):
        template, _ = self.find_path(line["path"])
        responses = self.spec["paths"][template][line["method"].lower()]["responses"]
        return self.follow(responses[str(line["status"])]).get("content", {})

    def answer_problems(self, line):
        if line["status"] == 204:
            fits = self.answer_schema(line) is not None and not line["body"]
            return [] if fits else ["an empty answer where the document has none"]
        if line["status"] == 200 and line["type"].startswith("text/csv"):
            return [] if "text/csv" in self.answer_kinds(line) else ["CSV where the document has none"]
        if line["type"] != "application/json":
            return [f"Content-Type {line['type']}"]
        schema = self.answer_schema(line)
        if schema is None:
            return [f"status {line['status']} is not in the document"]
        body = json.loads(line["body"])
        if line["status"] == 400:
            forget_words(body.get("errors", {}))
        if isinstance(body, list):
            problems = []
            for index, item in enumerate(body):
                problems += [f"[{index}] {p}" for p in self.problems(item, schema["items"])]
            return problems
        return self.problems(body, schema)


def forget_words(errors):
    for key, value in errors.items():
        if key == "_errors":
            for error in value:
                if isinstance(error["code"], str):
                    error["code"] = 0
        else:
            forget_words(value)


def check(document, lines):
    routes = set(lines[0]["routes"])
    failures = []
    answered = set()
    seen = {}
    for line in lines[1:]:
        name = f"{line['method']} {line['path']}?{line['query']} -> {line['status']}"
        seen[line["status"]] = seen.get(line["status"], 0) + 1
        asked_wrong = document.request_problems(line)
        if bool(asked_wrong) != (line["status"] == 400):
            failures.append(f"{name}: the request: {asked_wrong or 'fits, but was refused'}")
        failures += [f"{name}: the answer: {p}" for p in document.answer_problems(line)[:5]]
        if line["status"] in (200, 204):
            answered.add(f"{line['method']} {document.find_path(line['path'])[0]}")
    for route in sorted(routes - answered):
        failures.append(f"{route}: never answered with success")
    summary = ", ".join(f"{count} x {status}" for status, count in sorted(seen.items()))
    return failures, f"{len(lines) - 1} requests ({summary}) on {len(answered)} routes"


def main():
    dumper, spec_file = sys.argv[1], Path(sys.argv[2])
    if not spec_file.is_file():
        print(f"skipped: there is no {spec_file.name} (set INVITECTL_DISCORD_REFERENCE to its folder)")
        return SKIPPED
    document = Document(json.loads(spec_file.read_text()))
    dump = subprocess.run([dumper], stdout=subprocess.PIPE, check=True).stdout
    # At line feeds alone: names may hold other line separators.
    lines = [json.loads(line) for line in dump.decode().strip("\n").split("\n")]
    failures, summary = check(document, lines)
    print(summary)
    for failure in failures[:40]:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
