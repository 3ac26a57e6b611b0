#include "models/sampling/csv_sampling.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "models/workload/memory_source.hpp"
#include "tests/catch.hpp"
#include "tests/support/memory_texts.hpp"

using namespace curtain;
using support::MemoryTexts;

namespace {

Arrival sampled_call(std::int64_t second, std::uint32_t function) {
  return {Time{} + sim::seconds(second), sim::seconds(1), FunctionId(function)};
}

/// A trace with the functions f0, f1 and f2; f1 has the most calls.
SampledCalls three_functions(std::vector<Arrival> arrivals) {
  SampledCalls calls;
  calls.open = [arrivals](FunctionTable& table) {
    for (const char* const name : {"f0", "f1", "f2"}) {
      table.function(table.tenant("t"), name, 128, {});
    }
    return std::make_unique<MemorySource>(arrivals);
  };
  calls.has_tenants = [](const FunctionTable&) { return false; };
  return calls;
}

const std::vector<Arrival> kThree = {sampled_call(1, 0), sampled_call(2, 1),  sampled_call(3, 1),
                                     sampled_call(4, 2), sampled_call(60, 1), sampled_call(61, 0)};

OpenSampleText into(MemoryTexts& texts) {
  return [&texts](std::size_t sample, const std::string& name) {
    return texts.open(std::to_string(sample) + name);
  };
}

}  // namespace

TEST_CASE("a sample of all functions is the trace from the start of the slice") {
  SamplingSettings settings;
  settings.slice = {Time{} + sim::seconds(2), Time{} + sim::seconds(61)};
  CsvSampling sampling(settings, three_functions(kThree));
  CHECK(sampling.read().calls == 4);
  CHECK(sampling.whole().uncalled == 1);
  sampling.choose({2});
  MemoryTexts texts;
  REQUIRE(sampling.write(into(texts)));
  CHECK(texts["0"] ==
        "function_id,arrival_s,duration_s,memory_mb\nf1,0,1,128\nf1,1,1,128\nf2,2,1,128\nf1,58,1,128\n");
  CHECK(sampling.samples()[0].kept == 4);
  CHECK(sampling.samples()[0].silent == 0);
  CHECK(sampling.table().size() == 3);
}

TEST_CASE("a smaller sample has rows of the larger one, and both have a profile over time") {
  CsvSampling sampling({}, three_functions(kThree));
  (void)sampling.read();
  sampling.choose({3, 1});
  MemoryTexts texts;
  REQUIRE(sampling.write(into(texts)));
  const std::uint32_t chosen = sampling.samples()[1].sample.chosen.at(0);
  const std::string name = "f" + std::to_string(chosen);
  std::string expected = "function_id,arrival_s,duration_s,memory_mb\n";
  for (const Arrival& call : kThree) {
    expected += call.function.index() == chosen
                    ? name + "," + std::to_string(call.time.ns() / 1'000'000'000) + ",1,128\n"
                    : "";
  }
  CHECK(texts["1"] == expected);
  CHECK(sampling.profile().is_counted());
  CHECK(sampling.samples()[0].profile.calls() == sampling.profile().calls());
}

TEST_CASE("thinning keeps the calls chosen by draws, and a function may have no call left") {
  SamplingSettings settings;
  settings.scale = 0.5;
  settings.seed = 3;
  CsvSampling sampling(settings, three_functions(kThree));
  (void)sampling.read();
  sampling.choose({3});
  MemoryTexts texts;
  REQUIRE(sampling.write(into(texts)));
  const Thinning thinning(3, 0.5);
  std::vector<std::uint64_t> calls(3);
  std::vector<std::uint64_t> kept(3);
  for (const Arrival& call : kThree) {
    const std::size_t function = call.function.index();
    kept[function] += thinning.keeps(static_cast<std::uint32_t>(function), calls[function]++) ? 1 : 0;
  }
  CHECK(sampling.samples()[0].calls == 6);
  CHECK(sampling.samples()[0].kept == kept[0] + kept[1] + kept[2]);
  CHECK(sampling.samples()[0].silent == static_cast<std::uint64_t>(std::count(kept.begin(), kept.end(), 0u)));
}

TEST_CASE("progress is reported, and an interrupt leaves no sample") {
  std::atomic<bool> interrupt{false};
  SamplingSettings settings;
  settings.interrupt = &interrupt;
  SampledCalls calls = three_functions(kThree);
  std::uint64_t told = 0;
  calls.progress = [&](Time, std::uint64_t read) {
    told = read;
    interrupt = true;
  };
  CsvSampling sampling(settings, calls);
  (void)sampling.read();
  sampling.choose({3});
  MemoryTexts texts;
  CHECK_FALSE(sampling.write(into(texts)));
  CHECK(told == 6);
  CHECK(texts.all().empty());
}

TEST_CASE("a stream that is longer at the second reading is refused") {
  SampledCalls calls = three_functions(kThree);
  bool is_second = false;
  calls.open = [&](FunctionTable& table) {
    std::vector<Arrival> now = kThree;
    if (std::exchange(is_second, true)) {
      now.push_back(sampled_call(99, 0));
    }
    return three_functions(now).open(table);
  };
  CsvSampling sampling({}, calls);
  (void)sampling.read();
  sampling.choose({1});
  MemoryTexts texts;
  CHECK_THROWS_WITH(sampling.write(into(texts)), "the trace changed while it was read");
}
