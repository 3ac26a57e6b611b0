#include "models/config/azure_day_fields.hpp"

#include "models/config/workload_fields.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::Folder;
using testing::read_as;
using testing::rewritten;

namespace {

void add_day(const Folder& folder, const std::string& prefix) {
  for (const char* const kind : {"_invocations.csv", "_durations.csv", "_memory.csv"}) {
    folder.add(prefix + kind, "x\n");
  }
}
std::string day_refusal(const std::string& text) {
  return read_as(*workload_form(), text).second;
}

}  // namespace

TEST_CASE("a day is a prefix or a folder") {
  const Folder folder("one-day");
  add_day(folder, "sub/d1");
  const AzureDay by_prefix = azure_day_at(folder.path("sub/d1"));
  CHECK(by_prefix.invocations == folder.path("sub/d1_invocations.csv"));
  CHECK(by_prefix.durations == folder.path("sub/d1_durations.csv"));
  CHECK(by_prefix.memory == folder.path("sub/d1_memory.csv"));
  CHECK(azure_day_at(folder.path("sub")).memory == folder.path("sub/d1_memory.csv"));
  folder.add("packed/invocations.d01.csv.gz", "x");
  folder.add("packed/memory.d01.csv.zst", "x");
  CHECK(azure_day_at(folder.path("packed")).invocations == folder.path("packed/invocations.d01.csv.gz"));
  CHECK(azure_day_at(folder.path("packed")).memory == folder.path("packed/memory.d01.csv.zst"));
  folder.add("sub/second_memory.csv", "x\n");
  CHECK(azure_day_at(folder.path("sub")).memory == folder.path("sub"));
}

TEST_CASE("several days are read, and written with their files") {
  const Folder folder("days");
  add_day(folder, "d1");
  add_day(folder, "two/d2");
  add_day(folder, "d3");
  const std::string text = "trace: {format: azure-2019, days: [" + folder.path("d1") + ", " +
                           folder.path("two") + ", {invocations: " + folder.path("d3_invocations.csv") +
                           ", durations: " + folder.path("d3_durations.csv") +
                           ", memory: " + folder.path("d1_memory.csv") + "}]}";
  const auto [value, errors] = read_as(*workload_form(), text);
  CHECK(errors == "");
  const auto& spec = std::get<AzureTraceSpec>(value);
  CHECK(spec.invocations == folder.path("d1_invocations.csv"));
  REQUIRE(spec.later_days.size() == 2);
  CHECK(spec.later_days[0].durations == folder.path("two/d2_durations.csv"));
  CHECK(spec.later_days[1].invocations == folder.path("d3_invocations.csv"));
  CHECK(spec.later_days[1].memory == folder.path("d1_memory.csv"));
  const std::string once = rewritten(*workload_form(), text);
  CHECK(rewritten(*workload_form(), once) == once);
  CHECK(std::get<AzureTraceSpec>(read_as(*workload_form(), once).first).later_days.size() == 2);
  // A list with one day equals that day.
  const std::string one = "trace: {format: azure-2019, days: [" + folder.path("d1") + "]}";
  CHECK(rewritten(*workload_form(), one) ==
        rewritten(*workload_form(), "trace: {format: azure-2019, path: " + folder.path("d1") + "}"));
}

TEST_CASE("errors in the days of a trace are reported") {
  const Folder folder("bad-days");
  add_day(folder, "d1");
  const std::string start = "trace: {format: azure-2019, ";
  CHECK(day_refusal(start + "days: []}") ==
        "t.yaml:1:35: trace.days: the list of days is empty; write at least one day");
  CHECK_THAT(day_refusal(start + "days: [" + folder.path("d1") + ", " + folder.path("d2") + "]}"),
             ContainsSubstring("t.yaml:1:29: trace.days: " + quote(folder.path("d2_invocations.csv")) +
                               " does not exist"));
  CHECK_THAT(
      day_refusal(start + "path: x, days: [" + folder.path("d1") + "]}"),
      ContainsSubstring(
          "t.yaml:1:29: trace.path: contradicts 'days', which names all files; remove one of the two keys"));
  folder.add("d9_memory.csv", "x\n");
  CHECK_THAT(day_refusal(start + "days: [" + folder.path("") + "]}"),
             ContainsSubstring("has 2 CSV files with 'memory' in their name"));
  const std::string two = "days: [{invocations: " + folder.path("d1_invocations.csv") +
                          ", durations: " + folder.path("d1_durations.csv") + "}]";
  CHECK(day_refusal(start + two + "}") ==
        "t.yaml:1:29: trace.days: no day has a file of memory; name a file, or set default_memory");
  CHECK(day_refusal(start + two + ", default_memory: 170MiB}") == "");
}

TEST_CASE(
    "a folder with the files of several days, as unpacked from the archive, is read as these days in order") {
  const Folder folder("archive");
  for (const char* const name :
       {"invocations_per_function_md.anon.d02.csv", "invocations_per_function_md.anon.d10.csv.gz",
        "invocations_per_function_md.anon.d01.csv", "function_durations_percentiles.anon.d10.csv",
        "function_durations_percentiles.anon.d01.csv", "function_durations_percentiles.anon.d02.csv",
        "app_memory_percentiles.anon.d01.csv", "app_memory_percentiles.anon.d02.csv", "README.md"}) {
    folder.add(name, "x\n");
  }
  const std::vector<AzureDay> days = azure_days_at(folder.path(""));
  REQUIRE(days.size() == 3);
  CHECK(days[1].invocations == folder.path("invocations_per_function_md.anon.d02.csv"));
  CHECK(days[2].invocations == folder.path("invocations_per_function_md.anon.d10.csv.gz"));
  CHECK(days[2].durations == folder.path("function_durations_percentiles.anon.d10.csv"));
  CHECK(days[1].memory == folder.path("app_memory_percentiles.anon.d02.csv"));
  CHECK(days[2].memory.empty());
  CHECK(azure_day_number(days[2]) == 10u);
  const std::string text = "trace: {format: azure-2019, path: " + folder.path("") + "}";
  const auto [value, errors] = read_as(*workload_form(), text);
  CHECK(errors == "");
  CHECK(std::get<AzureTraceSpec>(value).later_days.size() == 2);
  CHECK(trace_files(value).size() == 8);
  const std::string once = rewritten(*workload_form(), text);
  CHECK(rewritten(*workload_form(), once) == once);
  CHECK_THAT(day_refusal("trace: {format: azure-2019, path: " + folder.path("") + ", memory: x.csv}"),
             ContainsSubstring("trace.memory: names a single file, but the folder of `path` has 3 days"));
  // If the same day occurs twice, the days have no order.
  folder.add("invocations_per_function_md.anon.d02.csv.gz", "x\n");
  CHECK_THAT(day_refusal(text), ContainsSubstring("has 4 CSV files with 'invocations' in their name"));
}

TEST_CASE("a day with a missing file needs a default, by prefix and by folder") {
  const Folder folder("lacking");
  folder.add("d1_invocations.csv.gz", "x\n");
  folder.add("d1_durations.csv", "x\n");
  const std::string start = "trace: {format: azure-2019, path: ";
  CHECK_THAT(
      day_refusal(start + folder.path("d1") + "}"),
      ContainsSubstring("d1_memory.csv' does not exist") && ContainsSubstring(", or set default_memory"));
  CHECK(day_refusal(start + folder.path("d1") + ", default_memory: 128MiB}") == "");
  CHECK_THAT(day_refusal(start + folder.path("") + "}"),
             ContainsSubstring("has 0 CSV files with 'memory' in their name"));
  CHECK(day_refusal(start + folder.path("") + ", default_memory: 128MiB}") == "");
}
