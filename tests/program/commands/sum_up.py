"""Adds up the rows of `curtain run --invocations` and compares the sums with summary.json, functions.csv and histograms.csv.

usage: sum_up.py CURTAIN FOLDER SCENARIO...

This script uses no code of the program. It reads rows with Python's csv, struct and json, and computes the metrics by
their definitions (`curtain metrics`). FOLDER is replaced. Each scenario is run twice, with rows as CSV and as columns
(.npy), which must contain the same values.
"""

import ast
import bisect
import contextlib
import csv
import gzip
import json
import pathlib
import re
import shutil
import struct
import subprocess
import sys
from fractions import Fraction

# In these scenarios memory is charged in steps or at a minimum, or initialisations occur that no invocation waited for.
CHARGED_OTHERWISE = [
    "billing-busy-instance",
    "billing-memory-minimum",
    "billing-memory-steps",
    "billing-minimum",
    "billing-provisioned",
    "provisioned-of-a-trace",
    "provisioned-eight-hours",
    "provisioned-schedule",
]
SLOWDOWNS = "1e-5"  # the program stores a slowdown in units of 2^-16
SUMS = "1e-14"  # exact sums of ns, followed by one division of floating-point numbers
TIMES = ["arrival", "dispatch", "start", "end", "answer", "charged"]


def nanoseconds(text):
    whole, _, part = text.partition(".")
    return None if text == "" else int(whole) * 10**9 + int(part.ljust(9, "0"))


def rows_of_csv(path):
    """Returns the rows of a CSV file, with times in ns under the column names of .npy."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for time in TIMES:
            row[time + "_ns"] = nanoseconds(row.pop(time + "_s"))
        for number in ["n", "attempts", "instance", "vm", "host"]:
            row[number] = int(row[number]) if row[number] else None
        row["counted"] = row["counted"] == "1"
    return rows


def rows_of_npy(path):
    """Returns the same rows from a file in numpy's format, version 1.0."""
    data = pathlib.Path(path).read_bytes()
    assert data[:8] == b"\x93NUMPY\x01\x00", data[:8]
    length = struct.unpack_from("<H", data, 8)[0]
    assert (10 + length) % 64 == 0
    header = ast.literal_eval(data[10 : 10 + length].decode("ascii"))
    assert header["fortran_order"] is False
    (count,) = header["shape"]
    letters = {"<i8": "q", "<u4": "I", "|i1": "b", "|b1": "?"}
    form = struct.Struct("<" + "".join(letters[kind] for _, kind in header["descr"]))
    body = data[10 + length :]
    assert len(body) == count * form.size, (len(body), count, form.size)
    with contextlib.suppress(ImportError):
        import numpy

        array = numpy.load(path)
        assert [(name, kind) for name, kind in array.dtype.descr] == header["descr"]
        assert [tuple(row) for row in array.tolist()] == list(form.iter_unpack(body))
    names = json.loads(pathlib.Path(str(path) + ".json").read_text(encoding="utf-8"))
    rows = []
    for fields in form.iter_unpack(body):
        row = dict(zip([name for name, _ in header["descr"]], fields))
        assert names["tenant_of_function"][row["function"]] == row["tenant"]
        row["function"] = names["functions"][row["function"]]
        row["tenant"] = names["tenants"][row["tenant"]]
        for code in ["start", "outcome", "reason"]:
            row[code] = "" if row[code] == -1 else names[code][row[code]]
        for name in [time + "_ns" for time in TIMES] + ["instance", "vm", "host"]:
            row[name] = None if row[name] == -1 else row[name]
        rows.append(row)
    return rows


def quantile(values, p):
    """Returns the smallest value that is at least as large as a share p of all values."""
    values = sorted(values)
    rank = -(-Fraction(p) * len(values) // 1)
    return values[max(int(rank), 1) - 1] if values else None


def mean(values):
    values = list(values)
    return Fraction(sum(values), len(values)) if values else None


def jain(values):
    values = list(values)
    squares = sum(value * value for value in values)
    return None if squares == 0 else Fraction(sum(values) ** 2, len(values) * squares)


def grouped(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def slowdowns(rows):
    """Returns latency over execution of the completed invocations whose execution took longer than 0."""
    return [
        Fraction(row["answer_ns"] - row["arrival_ns"], row["end_ns"] - row["start_ns"])
        for row in rows
        if row["outcome"] == "completed" and row["end_ns"] > row["start_ns"]
    ]


def seconds(ns):
    return None if ns is None else Fraction(ns) / 10**9


def metrics_of(rows):
    """Returns every metric of the whole run that the rows can give; `rows` are the rows that are counted."""
    metrics = {"invocations.arrived": len(rows)}
    for outcome in "completed failed throttled timed_out errored expired refused abandoned in_flight".split():
        metrics["invocations." + outcome] = sum(row["outcome"] == outcome for row in rows)
    for reason in "account_limit function_limit rate starts frontend_queue function_queue end_tenants".split():
        metrics["invocations.throttled_by_" + reason] = sum(row["reason"] == "throttled_by_" + reason for row in rows)
    for reason in ["throttled_unstated", "refused_no_room", "refused_too_large", "refused_no_end_tenant"]:
        metrics["invocations." + reason] = sum(row["reason"] == reason for row in rows)

    done = [row for row in rows if row["outcome"] == "completed"]
    latencies = [row["answer_ns"] - row["arrival_ns"] for row in done]
    metrics["latency.mean_s"] = seconds(mean(latencies))
    for name, p in {"p50": "0.5", "p90": "0.9", "p95": "0.95", "p99": "0.99", "p99_9": "0.999"}.items():
        metrics[f"latency.{name}_s"] = seconds(quantile(latencies, p))
    metrics["latency.max_s"] = seconds(max(latencies, default=None))
    metrics["execution.mean_s"] = seconds(mean(row["end_ns"] - row["start_ns"] for row in done))
    metrics["platform.mean_s"] = seconds(
        mean(row["answer_ns"] - row["arrival_ns"] - (row["end_ns"] - row["start_ns"]) for row in done)
    )
    functions = grouped(rows, lambda row: (row["tenant"], row["function"]))
    tenants = grouped(rows, lambda row: row["tenant"])
    metrics["functions.invoked"] = len(functions)
    metrics["tenants.invoked"] = len(tenants)
    metrics["fairness.completed_jain"] = jain(
        mean(row["outcome"] == "completed" for row in group) for group in tenants.values()
    )
    return metrics


def metrics_of_slowdown(rows):
    """Returns the metrics of the slowdown. The rows do not have them if executions share vCPUs."""
    all_of_them = slowdowns(rows)
    functions = grouped(rows, lambda row: (row["tenant"], row["function"]))
    tenants = grouped(rows, lambda row: row["tenant"])
    of_functions = [mean(slowdowns(group)) for group in functions.values() if slowdowns(group)]
    of_tenants = [mean(slowdowns(group)) for group in tenants.values() if slowdowns(group)]
    return {
        "slowdown.mean": mean(all_of_them),
        "slowdown.p50": quantile(all_of_them, "0.5"),
        "slowdown.p99": quantile(all_of_them, "0.99"),
        "functions.slowdown_p50": quantile(of_functions, "0.5"),
        "functions.slowdown_p90": quantile(of_functions, "0.9"),
        "tenants.slowdown_max": max(of_tenants, default=None),
        "fairness.slowdown_jain": jain(of_tenants),
    }


def metrics_of_starts(rows):
    """Returns the metrics of the kinds of start. A row has only its last attempt, so no row may have two attempts."""
    counts = {kind: sum(row["start"] == kind for row in rows) for kind in ["warm", "cold", "waited"]}
    started = sum(counts.values())
    ratios = [
        mean(row["start"] == "cold" for row in group)
        for group in grouped([r for r in rows if r["start"]], lambda row: (row["tenant"], row["function"])).values()
    ]
    return {
        "attempts.warm": counts["warm"],
        "attempts.cold": counts["cold"],
        "attempts.waited": counts["waited"],
        "attempts.started": started,
        "cold_start.count": counts["cold"],
        "cold_start.ratio": Fraction(counts["cold"], started) if started else None,
        "functions.cold_ratio_mean": mean(ratios),
        "functions.cold_ratio_p50": quantile(ratios, "0.5"),
        "functions.cold_ratio_p75": quantile(ratios, "0.75"),
        "functions.cold_ratio_p90": quantile(ratios, "0.9"),
        "functions.always_cold": ratios.count(1),
    }


def charged_gib_s(rows, functions):
    """Returns the charged memory time of executions and initialisations, if the exact memory size is charged."""
    memory = {(row["tenant"], row["function"]): int(row["memory_mib"]) for row in functions}
    return sum(seconds(row["charged_ns"]) * memory[row["tenant"], row["function"]] for row in rows) / 1024


def is_same(found, expected, tolerance):
    if found is None or expected is None:
        return found is expected
    return abs(Fraction(found) - Fraction(expected)) <= Fraction(tolerance) * abs(Fraction(expected))


def differences_of_buckets(rows, buckets):
    """Checks that histograms.csv has each completed latency in one bucket."""
    latencies = sorted(row["answer_ns"] - row["arrival_ns"] for row in rows if row["outcome"] == "completed")
    wrong, seen = [], 0
    for bucket in buckets:
        least, most = nanoseconds(bucket["from_s"]), nanoseconds(bucket["to_s"])
        inside = bisect.bisect_right(latencies, most) - bisect.bisect_left(latencies, least)
        seen += inside
        if inside != int(bucket["count"]):
            wrong.append(f"histograms.csv: {bucket['count']} from {bucket['from_s']} s on, {inside} by the rows")
    if seen != len(latencies):
        wrong.append(f"histograms.csv: {len(latencies) - seen} latencies are in no bucket, or in several")
    return wrong


def run(curtain, scenario, folder, rows):
    command = [curtain, "run", scenario, "--quiet", "--invocations", folder / rows, "--out", folder / (rows + ".out")]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode in (0, 1), ended.stderr
    return folder / (rows + ".out")


def check(curtain, scenario, folder):
    """Returns the number of metrics compared, and the differences."""
    folder.mkdir(parents=True)
    out = run(curtain, scenario, folder, "rows.csv.gz")
    run(curtain, scenario, folder, "rows.npy")
    every = rows_of_csv(folder / "rows.csv.gz")
    wrong = [] if rows_of_npy(folder / "rows.npy") == every else ["the rows of .npy are not those of .csv"]
    rows = [row for row in every if row["counted"]]
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))["metrics"]
    computed = {name: (value, SUMS) for name, value in metrics_of(rows).items()}
    if summary["execution.stretch_mean"] is None:
        computed.update({name: (value, SLOWDOWNS) for name, value in metrics_of_slowdown(rows).items()})
    if all(row["attempts"] <= 1 for row in rows):
        computed.update({name: (value, SUMS) for name, value in metrics_of_starts(rows).items()})
    for name, (value, tolerance) in computed.items():
        if not is_same(value, summary[name], tolerance):
            wrong.append(f"{name}: {value and float(value)} by the rows, {summary[name]} in summary.json")
    with open(out / "functions.csv", encoding="utf-8", newline="") as file:
        functions = list(csv.DictReader(file))
    if summary["billing.cost_usd"] and pathlib.Path(scenario).stem not in CHARGED_OTHERWISE:
        charged = charged_gib_s(rows, functions)
        if not is_same(charged, summary["billing.gib_s"] + summary["billing.init_gib_s"], "1e-9"):
            wrong.append(f"billing.gib_s: {float(charged)} by the rows, {summary['billing.gib_s']} in summary.json")
    groups = grouped(rows, lambda row: (row["tenant"], row["function"]))
    for line in functions:
        group = groups.get((line["tenant"], line["function"]), [])
        for name in ["arrived", "completed", "throttled", "timed_out", "failed", "abandoned"]:
            counted = len(group) if name == "arrived" else sum(row["outcome"] == name for row in group)
            if counted != int(line[name]):
                wrong.append(f"{name} of {line['function']}: {counted} by the rows, {line[name]} in functions.csv")
    with open(out / "histograms.csv", encoding="utf-8", newline="") as file:
        buckets = [bucket for bucket in csv.DictReader(file) if bucket["distribution"] == "latency"]
    wrong += differences_of_buckets(rows, buckets)
    return len(every), len(computed), wrong


def main(curtain, folder, scenarios):
    shutil.rmtree(folder, ignore_errors=True)
    mistakes = 0
    for number, scenario in enumerate(scenarios):
        rows, metrics, wrong = check(curtain, scenario, pathlib.Path(folder) / str(number))
        mistakes += len(wrong)
        print(f"{re.sub('.*/', '', scenario)}: {rows} rows, {metrics} metrics, {len(wrong)} mistakes")
        for what in wrong:
            print("  " + what)
    return 1 if mistakes or not scenarios else 0


sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
