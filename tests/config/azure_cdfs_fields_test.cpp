#include "models/config/azure_cdfs_fields.hpp"

#include "tests/catch.hpp"
#include "tests/config/workload_entry_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::check_round_trip;
using testing::Folder;
using testing::refusal;
using testing::spec_of;

TEST_CASE("the files of distributions are found by their published names") {
  const Folder folder("cdfs");
  const std::string invokes = folder.add("invokesCDF.csv", "x\n");
  const std::string variation = folder.add("CVs.csv", "x\n");
  const std::string chain_length = folder.add("chainlenCDF.csv.gz", "x\n");
  const std::string exec_time = folder.add("execTimeCDF.csv", "x\n");
  const std::string start = "trace: {format: azure2019-cdfs, path: " + folder.path("");
  CHECK_THAT(refusal(start + ", apps: 3}"),
             ContainsSubstring("has 0 CSV files with 'memCDF' in their name") &&
                 ContainsSubstring("the key 'memory'"));
  const std::string memory = folder.add("memCDF.csv", "x\n");
  const auto plain = spec_of<AzureCdfsSpec>(start + ", apps: 3}");
  CHECK(trace_files(WorkloadSpec(plain)) == std::vector{invokes, variation, chain_length, exec_time, memory});
  CHECK(plain.apps == 3u);
  CHECK_FALSE(plain.functions.has_value());
  CHECK(plain.max_rate == 100);
  check_round_trip(start + ", apps: 3}");

  const std::string all = start + ", functions: 9, memory: " + invokes +
                          ", tenant: t, tenants: 2, scale: 0.5, max_rate: 7, spread: 0.25, timeout: 3s}";
  const auto spec = spec_of<AzureCdfsSpec>(all);
  CHECK(spec.memory == invokes);
  CHECK(spec.functions == 9u);
  CHECK(spec.tenants == 2);
  CHECK(spec.scale == 0.5);
  CHECK(spec.max_rate == 7);
  CHECK(spec.spread == 0.25);
  check_round_trip(all);

  CHECK(refusal(start + "}") ==
        "t.yaml:1:8: trace: the number of apps or functions is missing; write the key 'apps' or the key "
        "'functions'");
  CHECK(refusal(start + ", apps: 3,\n functions: 3}") ==
        "t.yaml:2:2: trace.functions: contradicts apps; remove one of the two keys");
  CHECK_THAT(refusal("trace: {format: azure2019-cdfs, apps: 3}"),
             ContainsSubstring("t.yaml:1:8: trace: the key 'invokes' is missing: the file with the numbers "
                               "of calls per day, or a common path for all files"));
  CHECK_THAT(refusal("trace: {format: azure2019-cdfs, apps: 3, path: " + folder.path("none") + "}"),
             ContainsSubstring("does not exist"));
}
