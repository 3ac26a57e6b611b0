#include "models/config/adjustment_fields.hpp"

#include "tests/catch.hpp"
#include "tests/config/workload_entry_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::check_round_trip;
using testing::Folder;
using testing::read_as;
using testing::refusal;
using testing::rewritten;

TEST_CASE("every trace format has from, to, shift and scale") {
  const Folder folder("adjusted");
  folder.add("t.csv", "x\n");
  folder.add("t-metadata.csv", "x\n");
  for (const char* const kind : {"d_invocations.csv", "d_durations.csv", "d_memory.csv"}) {
    folder.add(kind, "x\n");
  }
  const std::string path = folder.path("t.csv");
  const std::string rest = ", from: 1h, to: 2h, shift: 30s, scale: 3, scale_within: 10s}";
  for (const std::string& entry :
       {"trace: {format: csv, path: " + path, "trace: {format: azure-2019, path: " + folder.path("d"),
        "trace: {format: azure-2021, memory: 128MiB, path: " + path,
        "trace: {format: huawei-2023, default_duration: 1s, default_memory: 128MiB, requests: " + path,
        "trace: {format: huawei-2025, path: " + path, "trace: {format: iluvatar, path: " + path}) {
    CAPTURE(entry);
    const auto [value, errors] = read_as(*workload_form(), entry + rest);
    CHECK(errors == "");
    const TraceAdjustment* const adjustment = adjustment_of(value);
    REQUIRE(adjustment != nullptr);
    CHECK(adjustment->from == sim::hours(1));
    CHECK(adjustment->to == sim::hours(2));
    CHECK(adjustment->shift == sim::seconds(30));
    CHECK(adjustment->scale == 3);
    CHECK(adjustment->scale_within == sim::seconds(10));
    check_round_trip(entry + rest);
    // Keys that are not given are not written.
    CHECK(rewritten(*workload_form(), entry + "}").find("scale") == std::string::npos);
  }
}

TEST_CASE("an empty cut and a stretch without effect are refused") {
  const Folder folder("badly-adjusted");
  const std::string start = "trace: {format: csv, path: " + folder.add("t.csv", "x\n") + ", ";
  CHECK_THAT(refusal(start + "from: 2h, to: 2h}"),
             ContainsSubstring("trace.to: 2h is not after from, 2h; it must be later"));
  CHECK_THAT(refusal(start + "scale: 0.5, scale_within: 10s}"),
             ContainsSubstring("trace.scale_within: has no effect: scale is 0.5, so no calls are added"));
  CHECK_THAT(refusal(start + "scale: 0}"), ContainsSubstring("trace.scale"));
  CHECK_THAT(refusal(start + "scale: 1001}"), ContainsSubstring("trace.scale"));
}

TEST_CASE("columns of a csv trace may be given by number, with `header: none`") {
  const Folder folder("numbered");
  const std::string text =
      "trace: {format: csv, path: " + folder.add("t.csv", "x\n") +
      ", header: none, columns: {function: 1, arrival: 2, duration: none, memory: '3'}, constants: "
      "{duration: 1s}}";
  const auto spec = testing::spec_of<CsvTraceSpec>(text);
  CHECK(spec.function_column == "1");
  CHECK(spec.arrival_column == "2");
  CHECK(spec.memory_column == "3");
  CHECK(spec.head == CsvHead::none);
  check_round_trip(text);
}
