#include "models/config/trace_fields.hpp"

#include "models/config/workload_fields.hpp"
#include "tests/catch.hpp"
#include "tests/config/workload_entry_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::check_round_trip;
using testing::Folder;
using testing::refusal;
using testing::spec_of;

TEST_CASE("csv traces are read and written") {
  const Folder folder("csv");
  const std::string path = folder.add("t.csv", "x\n");
  const auto plain = spec_of<CsvTraceSpec>("trace: {format: csv, path: " + path + "}");
  CHECK(plain.paths == std::vector{path});
  CHECK(plain.function_column == CsvTraceSpec{}.function_column);
  CHECK(plain.duration_column == CsvTraceSpec{}.duration_column);
  CHECK(plain.time_unit_ns == 1'000'000'000);
  CHECK_FALSE(plain.origin_first_row);

  const std::string all =
      "trace: {format: csv, path: " + path +
      ", columns: {function: none, tenant: none, arrival: a, duration: none, end: e, memory: none}"
      ", constants: {function: f, tenant: t, memory: 1GiB}, time_unit: ms, origin: first-row"
      ", timeout: 3s}";
  const auto spec = spec_of<CsvTraceSpec>(all);
  CHECK(spec.function_column.empty());
  CHECK(spec.arrival_column == "a");
  CHECK(spec.duration_column.empty());
  CHECK(spec.end_column == "e");
  CHECK(spec.function == "f");
  CHECK(spec.tenant == "t");
  CHECK(spec.memory == 1024);
  CHECK(spec.time_unit_ns == 1'000'000);
  CHECK(spec.origin_first_row);
  CHECK(spec.traits.timeout == sim::seconds(3));
  check_round_trip(all);

  const std::string end_alone = "trace: {format: csv, path: " + path + ", columns: {end: finished}}";
  CHECK(spec_of<CsvTraceSpec>(end_alone).duration_column.empty());  // an end time replaces the default column
  check_round_trip(end_alone);
  const std::string constant =
      "trace: {format: csv, path: " + path + ", columns: {duration: none}, constants: {duration: 2s}}";
  CHECK(spec_of<CsvTraceSpec>(constant).duration == sim::seconds(2));
  check_round_trip(constant);
}

TEST_CASE("contradictions of a csv trace are refused") {
  const Folder folder("csv-bad");
  const std::string start = "trace: {format: csv, path: " + folder.add("t.csv", "x\n") + ",\n  ";
  CHECK(
      refusal(start + "columns: {duration: d, end: e}}") ==
      "t.yaml:2:26: trace: columns.duration and columns.end contradict each other; set one of them to none");
  CHECK(refusal(start + "constants: {memory: 1GiB}}") ==
        "t.yaml:2:15: trace.constants.memory: contradicts columns.memory, from which the value is read; "
        "remove the constant, or set the column to none");
  CHECK(refusal(start + "constants: {duration: 1s}}") ==
        "t.yaml:2:15: trace.constants.duration: contradicts columns.duration, from which the value is read; "
        "remove the constant, or set the column to none");
  CHECK(refusal(start + "columns: {duration: none}}") ==
        "t.yaml:1:8: trace.constants: the key 'duration' is missing; no column contains this value, so write "
        "a constant");
  CHECK(refusal("trace: {format: csv, path: " + folder.path("u.csv") + "}") ==
        "t.yaml:1:22: trace.path: " + quote(folder.path("u.csv")) + " does not exist; did you mean '" +
            folder.path("t.csv") + "'?");
  CHECK(refusal("trace: {format: csv}") ==
        "t.yaml:1:8: trace: the key 'path' is missing: the file, with one row per invocation");
}

TEST_CASE("azure traces may be given by one common path or by three paths") {
  const Folder folder("azure");
  for (const char* name : {"d1_invocations.csv", "d1_durations.csv", "d1_memory.csv", "other.csv"}) {
    folder.add(name, "x\n");
  }
  const std::string text =
      "trace: {format: azure-2019, path: " + folder.path("d1") + ", memory: " + folder.path("other.csv") +
      ", functions: 5, within_minute: even, default_duration: 1s, default_memory: 256MiB}";
  const auto spec = spec_of<AzureTraceSpec>(text);
  CHECK(spec.invocations == folder.path("d1_invocations.csv"));
  CHECK(spec.durations == folder.path("d1_durations.csv"));
  CHECK(spec.memory == folder.path("other.csv"));
  CHECK(spec.functions == 5u);
  CHECK(spec.within_minute == WithinInterval::even);
  CHECK(spec.default_duration == sim::seconds(1));
  CHECK(spec.default_memory == 256u);
  check_round_trip(text);
  check_round_trip("trace: {format: azure-2019, path: " + folder.path("d1") + "}");
  CHECK(refusal("trace: {format: azure-2019, memory: " + folder.path("other.csv") + "}") ==
        "t.yaml:1:8: trace: the key 'invocations' is missing; write the path of this file, or the common key "
        "'path' for all three files\n"
        "t.yaml:1:8: trace: the key 'durations' is missing; write the path of this file, or the common key "
        "'path' for all three files");
  CHECK_THAT(refusal("trace: {format: azure-2019, path: " + folder.path("d2") + "}"),
             ContainsSubstring(quote(folder.path("d2_memory.csv")) + " does not exist"));
}

TEST_CASE("azure traces may be given by their published folder") {
  const Folder folder("azure_day");
  const std::string counts = folder.add("invocations_per_function_md.anon.d01.csv", "x\n");
  const std::string durations = folder.add("function_durations_percentiles.anon.d01.csv", "x\n");
  const std::string memory = folder.add("app_memory_percentiles.anon.d01.csv", "x\n");
  folder.add("README.md", "x\n");
  const std::string text = "trace: {format: azure-2019, path: " + folder.path("") + "}";
  const auto spec = spec_of<AzureTraceSpec>(text);
  CHECK(spec.invocations == counts);
  CHECK(spec.durations == durations);
  CHECK(spec.memory == memory);

  const std::string second = folder.add("app_memory_percentiles.anon.d02.csv", "x\n");
  CHECK_THAT(
      refusal(text),
      ContainsSubstring("has 2 CSV files with 'memory' in their name (app_memory_percentiles.anon.d01.csv, "
                        "..); name the file to read with the key 'memory'"));
  const auto named = spec_of<AzureTraceSpec>("trace: {format: azure-2019, path: " + folder.path("") +
                                             ", memory: " + second + "}");
  CHECK(named.memory == second);
}

TEST_CASE("traces of 2021 are read, written and refused") {
  const Folder folder("azure2021");
  const std::string path = folder.add("t.csv", "x\n");
  const std::string start = "trace: {format: azure-2021, path: " + path;
  const auto plain = spec_of<Azure2021TraceSpec>(start + ", memory: 256MiB}");
  CHECK(plain.paths == std::vector{path});
  CHECK(plain.memory == 256);
  CHECK(plain.reorder == sim::minutes(10));
  CHECK_FALSE(plain.origin_first_arrival);
  const std::string all = start + ", memory: 1GiB, reorder: 90s, origin: first-arrival, timeout: 3s}";
  const auto spec = spec_of<Azure2021TraceSpec>(all);
  CHECK(spec.reorder == sim::seconds(90));
  CHECK(spec.origin_first_arrival);
  CHECK(spec.traits.timeout == sim::seconds(3));
  check_round_trip(all);
  CHECK(refusal(start + "}") ==
        "t.yaml:1:8: trace: the key 'memory' is missing: memory size of every function, since the trace has "
        "none");
}

TEST_CASE("a path may name several files") {
  const Folder folder("several");
  const std::string a = folder.add("day-1.csv", "x\n");
  const std::string b = folder.add("day-2.csv", "x\n");
  const std::string c = folder.add("other.csv", "x\n");
  const std::string start = "trace: {format: csv, path: ";
  CHECK(spec_of<CsvTraceSpec>(start + "[" + c + ", " + a + "]}").paths == std::vector{c, a});
  CHECK(spec_of<CsvTraceSpec>(start + "'" + folder.path("day-?.csv") + "'}").paths == std::vector{a, b});
  CHECK(spec_of<CsvTraceSpec>(start + "[" + c + ", '" + folder.path("day*") + "']}").paths ==
        std::vector{c, a, b});
  check_round_trip(start + "'" + folder.path("day-?.csv") + "'}");
  CHECK(refusal(start + "'" + folder.path("night-*.csv") + "'}") ==
        "t.yaml:1:22: trace.path: no file matches the pattern " + quote(folder.path("night-*.csv")));
  CHECK(refusal(start + "[" + a + ", " + folder.path("day-3.csv") + "]}") ==
        "t.yaml:1:22: trace.path: " + quote(folder.path("day-3.csv")) + " does not exist; did you mean '" +
            a + "'?");
  CHECK(refusal(start + "[]}") ==
        "t.yaml:1:28: trace.path: the list of files is empty; write at least one file");
}

TEST_CASE("functions of a csv trace may have individual traits") {
  const Folder folder("csv-named");
  const std::string start =
      "trace: {format: csv, path: " + folder.add("t.csv", "x\n") + ", timeout: 9s,\n  functions: [";
  const std::string all =
      start + "{function: a, timeout: 3s}, {function: b, tenant: t, init: {samples: [1ms, 3ms]}}]}";
  const auto spec = spec_of<CsvTraceSpec>(all);
  REQUIRE(spec.functions.size() == 2);
  CHECK(spec.functions[0].function == "a");
  CHECK(spec.functions[0].traits.timeout == sim::seconds(3));
  CHECK_FALSE(spec.functions[0].traits.init);
  CHECK(spec.functions[1].tenant == "t");
  CHECK(spec.functions[1].traits.timeout.is_infinite());  // this trait replaces the trait of the trace
  CHECK(spec.functions[1].traits.init.has_value());
  check_round_trip(all);
  CHECK(refusal(start + "{function: a}, {function: a}]}") ==
        "t.yaml:2:30: trace.functions[1]: names 'a', but functions[0] names the same function; name each "
        "function once");
  CHECK_THAT(refusal(start + "{timeout: 3s}]}"), ContainsSubstring("the key 'function' is missing"));
  CHECK_THAT(refusal(start + "{function: a, timeot: 3s}]}"), ContainsSubstring("did you mean 'timeout'?"));
}
