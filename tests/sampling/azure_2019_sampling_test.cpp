#include "models/sampling/azure_2019_sampling.hpp"

#include "tests/catch.hpp"
#include "tests/support/memory_texts.hpp"
#include "tests/workload/azure_files.hpp"

using namespace curtain;
using support::AzureFiles;
using support::TemporaryFolder;

namespace {

std::map<std::string, std::string> azure_samples(Azure2019Sampling& sampling,
                                                 const std::vector<std::size_t>& sizes) {
  support::MemoryTexts texts;
  sampling.choose(sizes);
  REQUIRE(sampling.write([&](std::size_t sample, const std::string& name) {
    return texts.open(std::to_string(sample) + name);
  }));
  return texts.all();
}

}  // namespace

TEST_CASE("a sample of counts by minute has unchanged rows, and a profile of its calls over time") {
  const TemporaryFolder folder;
  const AzureFiles files;
  const AzureTraceSpec spec = files.in(folder);
  Azure2019Sampling sampling({}, spec);
  CHECK(sampling.read().calls == 1011);
  CHECK(sampling.whole().functions.size() == 3);
  const auto texts = azure_samples(sampling, {3, 1});
  CHECK(texts.at("0invocations.csv") == files.invocations);
  CHECK(sampling.profile().calls() == std::vector<std::uint64_t>{4, 1, 1006});
  REQUIRE(sampling.samples().size() == 2);
  CHECK(sampling.samples()[0].profile.calls() == sampling.profile().calls());
  const TraceSample& one = sampling.samples()[1];
  CHECK(one.sample.chosen.size() == 1);
  CHECK(one.kept == one.calls);
  CHECK(one.silent == 0);
  CHECK(one.folders == std::vector<std::string>{""});
}

TEST_CASE("a function without durations or memory is left out, unless the trace has a default for it") {
  const TemporaryFolder folder;
  AzureFiles files;
  files.memory = support::replaced(files.memory, "o2,a2,100,64,60,70\n", "");
  AzureTraceSpec spec = files.in(folder);
  Azure2019Sampling without({}, spec);
  CHECK(without.read().calls == 11);
  CHECK(without.incomplete_functions() == 1);
  CHECK(without.incomplete_calls() == 1000);
  const auto texts = azure_samples(without, {2});
  CHECK_THAT(texts.at("0invocations.csv"), !ContainsSubstring("f3"));
  CHECK(without.profile().calls() == std::vector<std::uint64_t>{4, 1, 6});
  spec.default_memory = 64;
  Azure2019Sampling with_default({}, spec);
  CHECK(with_default.read().calls == 1011);
  CHECK(with_default.incomplete_functions() == 0);
}

TEST_CASE("an interrupt leaves no sample of azure-2019") {
  const TemporaryFolder folder;
  const AzureTraceSpec spec = AzureFiles{}.in(folder);
  std::atomic<bool> interrupt{false};
  SamplingSettings settings;
  settings.interrupt = &interrupt;
  Azure2019Sampling sampling(settings, spec);
  (void)sampling.read();
  sampling.choose({3});
  interrupt = true;
  bool is_opened = false;
  CHECK_FALSE(sampling.write([&](std::size_t, const std::string&) -> std::unique_ptr<TextOutput> {
    is_opened = true;
    return nullptr;
  }));
  CHECK_FALSE(is_opened);
}
