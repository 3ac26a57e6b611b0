#include "models/sampling/azure_2019_cut.hpp"

#include "tests/catch.hpp"
#include "tests/support/memory_texts.hpp"
#include "tests/workload/azure_files.hpp"

using namespace curtain;
using support::AzureFiles;
using support::MemoryTexts;
using support::TemporaryFolder;

namespace {

AzureFunction function_named(const std::string& owner, const std::string& app, const std::string& function) {
  AzureFunction named;
  named.owner = owner;
  named.application = app;
  named.function = function;
  return named;
}

TraceSlice minutes_of(std::int64_t from, std::int64_t to) {
  return {Time{} + sim::minutes(from), Time{} + sim::minutes(to)};
}

Azure2019Written cut_to(MemoryTexts& texts, const AzureTraceSpec& spec, const Azure2019Cut& cut) {
  return write_azure_2019(spec, cut, [&texts](const std::string& name) { return texts.open(name); });
}

}  // namespace

TEST_CASE("rows of the chosen functions are copied, with the minutes of the slice") {
  const TemporaryFolder folder;
  const AzureFiles files;
  MemoryTexts texts;
  const Azure2019Written written = cut_to(
      texts, files.in(folder),
      {{function_named("o1", "a1", "f1"), function_named("o2", "a2", "f3")}, minutes_of(1, 3), {1, 1}});
  CHECK(texts.all().size() == 3);
  CHECK(texts["invocations.csv"] ==
        "HashOwner,HashApp,HashFunction,Trigger,2,3\n"
        "o1,a1,f1,http,0,5\n"
        "o2,a2,f3,queue,0,1000\n");
  CHECK(texts["durations.csv"] ==
        files.durations.substr(0, files.durations.find("o1,a1,f2")));  // f2 and f9 are the last two functions
  CHECK(texts["memory.csv"] == files.memory);
  CHECK(written.calls == 1005);
  CHECK(written.silent == 0);
  CHECK(written.folders == std::vector<std::string>{""});
}

TEST_CASE("a requested function without a call in the slice is counted as silent") {
  const TemporaryFolder folder;
  MemoryTexts texts;
  const Azure2019Written written = cut_to(
      texts, AzureFiles{}.in(folder),
      {{function_named("o1", "a1", "f1"), function_named("o1", "a1", "f2")}, minutes_of(1, 2), {1, 1}});
  CHECK(written.calls == 1);
  CHECK(written.silent == 1);
}

TEST_CASE("each day of the slice has a folder, and values of other days are added") {
  const TemporaryFolder folder;
  AzureTraceSpec spec = AzureFiles{}.in(folder);
  AzureDay second;
  second.invocations =
      folder.write("invocations2.csv", "HashOwner,HashApp,HashFunction,Trigger,1,2,3\no1,a1,f1,http,7,0,0\n");
  second.durations = "";
  second.memory = folder.write("memory2.csv", "HashOwner,HashApp,SampleCount,AverageAllocatedMb\n");
  spec.later_days.push_back(second);
  MemoryTexts texts;
  const Azure2019Written written =
      cut_to(texts, spec, {{function_named("o1", "a1", "f1")}, minutes_of(3, 6), {1, 1}});
  CHECK(written.folders == std::vector<std::string>{"d02"});
  CHECK(written.calls == 7);
  CHECK(texts["d02/invocations.csv"] ==
        "HashOwner,HashApp,HashFunction,Trigger,1,2,3\no1,a1,f1,http,7,0,0\n");
  // the value is that of the first day
  CHECK_THAT(texts["d02/durations.csv"], ContainsSubstring("\no1,a1,f1,100,"));
  CHECK(texts["d02/memory.csv"] ==
        // the value is in the columns of its day
        "HashOwner,HashApp,SampleCount,AverageAllocatedMb\no1,a1,100,120.25\n");
}

TEST_CASE("thinning drops each call by its own draw, counted from the first call of the trace") {
  const TemporaryFolder folder;
  const Thinning third(5, 1.0 / 3);
  MemoryTexts texts;
  const Azure2019Written written =
      cut_to(texts, AzureFiles{}.in(folder), {{function_named("o2", "a2", "f3")}, minutes_of(0, 3), third});
  std::uint64_t kept = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    kept += third.keeps(2, i) ? 1 : 0;  // the third function that the file names
  }
  CHECK(written.calls == kept);
  CHECK(texts["invocations.csv"] ==
        "HashOwner,HashApp,HashFunction,Trigger,1,2,3\no2,a2,f3,queue,0,0," + std::to_string(kept) + "\n");
}
