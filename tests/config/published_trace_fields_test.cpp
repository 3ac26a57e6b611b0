#include "models/config/published_trace_fields.hpp"

#include "tests/catch.hpp"
#include "tests/config/workload_entry_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::check_round_trip;
using testing::Folder;
using testing::refusal;
using testing::spec_of;

TEST_CASE("huawei request tables of 2025 are read, written and refused") {
  const Folder folder("huawei2025");
  const std::string a = folder.add("R2_00000.csv", "x\n");
  const std::string b = folder.add("R2_00001.csv.gz", "x\n");
  const std::string start = "trace: {format: huawei-2025, path: '" + folder.path("R2_*") + "'";
  const auto plain = spec_of<Huawei2025TraceSpec>(start + "}");
  CHECK(plain.paths == std::vector{a, b});
  CHECK(plain.region.empty());
  CHECK(plain.reorder == sim::minutes(10));
  CHECK(plain.origin_first_arrival);
  CHECK(plain.stamps_are_ends);
  check_round_trip(start + "}");
  const std::string all =
      start + ", region: R2, reorder: 1h, origin: zero, stamps: starts, requests_per_instance: 4}";
  const auto spec = spec_of<Huawei2025TraceSpec>(all);
  CHECK(spec.region == "R2");
  CHECK(spec.reorder == sim::seconds(3600));
  CHECK_FALSE(spec.origin_first_arrival);
  CHECK_FALSE(spec.stamps_are_ends);
  CHECK(spec.traits.requests_per_instance == 4);
  check_round_trip(all);
  CHECK(trace_files(WorkloadSpec(spec)) == std::vector{a, b});
  CHECK(refusal("trace: {format: huawei-2025, path: '" + folder.path("R3_*") + "'}") ==
        "t.yaml:1:30: trace.path: no file matches the pattern " + quote(folder.path("R3_*")));
}

TEST_CASE("iluvatar traces are read, written and refused") {
  const Folder folder("iluvatar");
  const std::string path = folder.add("four.csv.gz", "x\n");
  const std::string start = "trace: {format: iluvatar, path: " + path;
  CHECK(refusal(start + "}") ==
        "t.yaml:1:27: trace: the file of functions is missing: " + quote(folder.path("four-metadata.csv")) +
            " does not exist; name the file with the key 'metadata'");
  const std::string metadata = folder.add("four-metadata.csv.zst", "x\n");
  const auto plain = spec_of<IluvatarTraceSpec>(start + "}");
  CHECK(plain.paths == std::vector{path});
  CHECK(plain.metadata == metadata);
  CHECK(plain.tenant == "default");
  CHECK(plain.cold_time_is_init);
  CHECK_FALSE(plain.origin_first_row);
  check_round_trip(start + "}");

  const std::string other = folder.add("functions.csv", "x\n");
  const std::string all = start + ", metadata: " + other +
                          ", tenant: lab, cold_time: ignore, origin: first-row, init: 2s, timeout: 3s}";
  const auto spec = spec_of<IluvatarTraceSpec>(all);
  CHECK(spec.metadata == other);
  CHECK(spec.tenant == "lab");
  CHECK_FALSE(spec.cold_time_is_init);
  CHECK(spec.origin_first_row);
  CHECK(spec.traits.init == sim::Distribution::constant(2e9));
  check_round_trip(all);
  CHECK(trace_files(WorkloadSpec(spec)) == std::vector{other, path});

  CHECK(refusal(start + ",\n  init: 2s}") ==
        "t.yaml:2:3: trace.init: contradicts cold_time: init, which takes the initialisation time from the "
        "metadata; remove the key, or set cold_time: ignore");
  CHECK_THAT(refusal(start + ",\n  metadata: " + folder.path("functoins.csv") + "}"),
             ContainsSubstring("t.yaml:2:3: trace.metadata: " + quote(folder.path("functoins.csv")) +
                               " does not exist; did you mean"));
}
