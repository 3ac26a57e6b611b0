#include "models/workload/windowed_source.hpp"

#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;

namespace {

constexpr std::int64_t kWidth = 100;

/// A source of two rows. Row r arrives every r + 2 ns. Calls are added row by row and in reverse order.
/// Windows 3 and 4 are empty.
class TwoRows : public WindowedSource {
 public:
  TwoRows(std::vector<RowExecution> rows, const SourceContext& context, Time end)
      : WindowedSource(std::move(rows), context, end) {}

 private:
  bool next_window(ArrivalWindow& window) override {
    const std::int64_t start = number_ * kWidth;
    window.open(Time{start}, Duration{kWidth});
    for (std::uint32_t row = 0; row < 2 && number_ / 2 != 2 - 1; ++row) {
      for (std::int64_t offset = kWidth - 1; offset >= 0; --offset) {
        if ((start + offset) % (row + 2) == 0) {
          window.add(row, static_cast<std::uint64_t>(offset));
        }
      }
    }
    return number_++ < 6;
  }

  std::int64_t number_ = 0;
};

std::vector<RowExecution> two_rows() {
  return {{FunctionId(9u), sim::Distribution::exponential(1e6)},
          {FunctionId(4u), sim::Distribution::constant(5)}};
}

}  // namespace

TEST_CASE("a row's k-th arrival in time has the k-th duration, for any size of reads") {
  const std::size_t size = GENERATE(1u, 7u, 16u, 100'000u);
  SourceContext context;
  context.seed = 3;
  context.replication = 1;
  context.number = 2;
  TwoRows source(two_rows(), context, Time{550});
  const std::vector<Arrival> arrivals = support::read_by(source, size);

  std::vector<Arrival> expected;
  const sim::DrawKey key(3, 1, purpose_of_source(Purpose::execution, 2));
  std::uint64_t drawn = 0;
  for (std::int64_t time = 0; time < 550; ++time) {
    if (time / kWidth / 2 == 1) {
      continue;  // windows 3 and 4 are empty
    }
    if (time % 2 == 0) {
      expected.push_back(
          {Time{time}, sim::Distribution::exponential(1e6).sample_duration(key, 0, drawn++), FunctionId(9u)});
    }
    if (time % 3 == 0) {
      expected.push_back({Time{time}, Duration{5}, FunctionId(4u)});
    }
  }
  CHECK(arrivals == expected);
}

TEST_CASE("a windowed source remains at its end") {
  TwoRows source(two_rows(), {}, Time{3});
  CHECK(support::read_by(source, 10).size() == 3);  // the source has arrivals at 0 (two) and at 2
  std::vector<Arrival> more(10);
  CHECK(source.fill(more) == 0);
  CHECK(source.fill(more) == 0);
}
