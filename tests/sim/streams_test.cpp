#include "sim/streams.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "sim/philox.hpp"
#include "tests/catch.hpp"

namespace {

using sim::MergedStreams;
using sim::Time;

struct Row {
  Time time;
  std::uint32_t stream = 0;
  std::uint32_t number = 0;
  bool operator==(const Row&) const = default;
};

/// A stream of rows in memory that counts how many rows were read. It is movable only, like a reader of a
/// file.
class Rows {
 public:
  using Item = Row;
  explicit Rows(std::vector<Row> rows) : rows_(std::make_unique<std::vector<Row>>(std::move(rows))) {}
  bool next(Row& out) {
    if (ended_) {
      throw std::logic_error("read beyond the end");
    }
    if (read_ == rows_->size()) {
      ended_ = true;
      return false;
    }
    out = (*rows_)[read_++];
    return true;
  }
  [[nodiscard]] std::size_t read() const { return read_; }

 private:
  std::unique_ptr<std::vector<Row>> rows_;
  std::size_t read_ = 0;
  bool ended_ = false;
};

std::vector<std::vector<Row>> random_rows(std::uint32_t seed, std::uint32_t streams, std::uint32_t rows) {
  std::vector<std::vector<Row>> all(streams);
  for (std::uint32_t s = 0; s < streams; ++s) {
    const auto shape = sim::philox({seed, s}, {0, 0, 0, 1});
    const std::uint32_t count = rows == 0 ? 0 : shape[0] % (2 * rows);
    const std::uint32_t gap = 1 + shape[1] % 5;
    std::int64_t t = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      t += sim::philox({seed, s}, {i, 0, 0, 0})[0] % gap;  // many rows have equal times, within a stream and
                                                           // between streams
      all[s].push_back(Row{Time{t}, s, i});
    }
  }
  return all;
}

MergedStreams<Rows> merged(const std::vector<std::vector<Row>>& rows) {
  std::vector<Rows> streams;
  for (const auto& one : rows) {
    streams.emplace_back(one);
  }
  return MergedStreams<Rows>(std::move(streams));
}

}  // namespace

TEST_CASE("the merge equals a stable sort by time of the concatenated streams") {
  for (const std::uint32_t streams : {0u, 1u, 2u, 3u, 5u, 8u, 17u, 100u, 1000u}) {
    for (const std::uint32_t rows : {0u, 1u, 40u}) {
      CAPTURE(streams, rows);
      const auto all = random_rows(streams + rows, streams, rows);
      std::vector<Row> expected;
      for (const auto& one : all) {
        expected.insert(expected.end(), one.begin(), one.end());
      }
      std::stable_sort(expected.begin(), expected.end(),
                       [](const Row& a, const Row& b) { return a.time < b.time; });
      auto merge = merged(all);
      CHECK(merge.size() == streams);
      std::vector<Row> found;
      Row row;
      while (merge.next(row)) {
        REQUIRE(merge.source() == row.stream);
        found.push_back(row);
      }
      CHECK(found == expected);
      CHECK_FALSE(merge.next(row));  // a stream that has ended stays at its end
    }
  }
}

TEST_CASE("a stream is not read further than needed") {
  std::vector<std::vector<Row>> rows(2);
  for (std::uint32_t i = 0; i < 100; ++i) {
    rows[0].push_back(Row{Time{i}, 0, i});
    rows[1].push_back(Row{Time{1000 + i}, 1, i});
  }
  auto merge = merged(rows);
  CHECK(merge.stream(0).read() == 0);
  Row row;
  for (std::size_t i = 1; i <= 50; ++i) {
    REQUIRE(merge.next(row));
    CHECK(merge.stream(0).read() == i);
    CHECK(merge.stream(1).read() == 1);
  }
}

TEST_CASE("a stream with times that decrease is a defect") {
  auto merge = merged({{Row{Time{5}, 0, 0}, Row{Time{4}, 0, 1}}, {Row{Time{9}, 1, 0}}});
  Row row;
  REQUIRE(merge.next(row));
  CHECK_THROWS_AS(merge.next(row), sim::InvariantBroken);
}

TEST_CASE("a hundred thousand streams are merged") {
  std::vector<std::vector<Row>> rows(100'000);
  for (std::uint32_t s = 0; s < rows.size(); ++s) {
    rows[s].push_back(Row{Time{(s * 7919) % 1000}, s, 0});
    rows[s].push_back(Row{Time{1000 + (s * 104729) % 1000}, s, 1});
  }
  auto merge = merged(rows);
  Row row;
  Row last;
  std::size_t count = 0;
  while (merge.next(row)) {
    const bool in_order = last.time < row.time || (last.time == row.time && last.stream <= row.stream);
    REQUIRE(in_order == true);
    last = row;
    ++count;
  }
  CHECK(count == 200'000);
}
