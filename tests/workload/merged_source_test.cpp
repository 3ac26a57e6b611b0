#include "models/workload/merged_source.hpp"

#include "sim/draws.hpp"
#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;

namespace {

using Lists = std::vector<std::vector<Arrival>>;

/// Sorted lists with many equal times. The function is the number of the list, and the duration is the
/// position.
Lists some_lists(std::size_t lists, std::uint32_t longest) {
  Lists result(lists);
  for (std::uint32_t list = 0; list < lists; ++list) {
    sim::Draw draw(sim::DrawKey(11, 0, 0), list, 0);
    std::int64_t time = 0;
    for (std::uint32_t left = draw.below(longest); left > 0; --left) {
      time += draw.below(3) == 0 ? draw.below(20) : 0;
      result[list].push_back({Time{time}, Duration{static_cast<std::int64_t>(left)}, FunctionId(list)});
    }
  }
  return result;
}

std::unique_ptr<ArrivalSource> merged(const Lists& lists) {
  std::vector<std::unique_ptr<ArrivalSource>> sources;
  for (const auto& list : lists) {
    sources.push_back(std::make_unique<MemorySource>(list));
  }
  return merge(std::move(sources));
}

}  // namespace

TEST_CASE("sources are merged by time, then by position, and each keeps its order") {
  const std::size_t count = GENERATE(0u, 2u, 3u, 8u);
  const std::size_t size = GENERATE(1u, 3u, 512u, 100'000u);
  const Lists lists = some_lists(count, 5'000);
  std::vector<Arrival> expected;
  for (const auto& list : lists) {
    expected.insert(expected.end(), list.begin(), list.end());
  }
  std::stable_sort(expected.begin(), expected.end(),
                   [](const auto& a, const auto& b) { return a.time < b.time; });
  CHECK(support::read_by(*merged(lists), size) == expected);
}

TEST_CASE("a single source is returned unchanged") {
  std::vector<std::unique_ptr<ArrivalSource>> sources;
  sources.push_back(std::make_unique<MemorySource>(std::vector<Arrival>{}));
  const ArrivalSource* const before = sources.front().get();
  CHECK(merge(std::move(sources)).get() == before);
}

TEST_CASE("a merged source has the latest horizon, or no horizon if one of the sources has none") {
  const auto of = [](std::vector<std::optional<Time>> horizons) {
    std::vector<std::unique_ptr<ArrivalSource>> sources;
    for (const auto& horizon : horizons) {
      sources.push_back(std::make_unique<MemorySource>(std::vector<Arrival>{}, horizon));
    }
    return merge(std::move(sources))->horizon();
  };
  CHECK(of({Time{5}, Time{9}, Time{7}}) == Time{9});
  CHECK(of({Time{5}, std::nullopt, Time{7}}) == std::nullopt);
  CHECK(of({Time{5}}) == Time{5});
}
