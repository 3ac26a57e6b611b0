"""Checks scenarios against the JSON Schema that `curtain schema` prints, and that the schema rejects invalid values.

usage: schema.py CURTAIN SCENARIO...
"""

import copy
import json
import subprocess
import sys

import jsonschema
import yaml

curtain, paths = sys.argv[1], sys.argv[2:]
schema = json.loads(subprocess.run([curtain, "schema"], check=True, capture_output=True).stdout)
kind = jsonschema.validators.validator_for(schema)
kind.check_schema(schema)
validator = kind(schema)
wrong = 0


def load(path):
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)


for path in paths:
    for error in validator.iter_errors(load(path)):
        print(f"{path}: {'.'.join(map(str, error.absolute_path))}: {error.message}")
        wrong += 1

good = {
    "duration": "1h",
    "platform": "ideal",
    "workload": [{"poisson": {"function": "f", "rate": "1/s", "duration": "1ms"}}],
}
if list(validator.iter_errors(good)):
    print("the schema rejects a valid scenario")
    wrong += 1
for place, value in {
    "warmpu": "1s",
    "duration": "1 hour",
    "warmup": 10,
    "seed": "many",
    "workload": [{"poison": {}}],
    "cluster": {"hosts": {"memory": "many"}},
    "policies": {"placement": "no-such-policy"},
    "expect": [{"at_most": 1}],
}.items():
    bad = copy.deepcopy(good)
    bad[place] = value
    if not list(validator.iter_errors(bad)):
        print(f"the schema accepts {place}: {value!r}")
        wrong += 1

print(f"{len(paths)} scenarios checked, {wrong} mistakes")
sys.exit(1 if wrong or not paths else 0)
