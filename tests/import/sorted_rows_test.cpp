// Tests of rows that are sorted in parts and merged. The parts are so small that many files have to be merged
// in several passes.
#include "models/import/sorted_rows.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/catch.hpp"

using curtain::ImportRow;
using curtain::SortedRows;

namespace {

/// Rows in random order, many at one instant. Each has its number and a text.
std::vector<std::pair<ImportRow, std::string>> made(std::size_t count) {
  std::vector<std::pair<ImportRow, std::string>> rows(count);
  for (std::size_t i = 0; i < count; ++i) {
    rows[i].first.arrival = static_cast<std::int64_t>(i * 7919 % 1009);
    rows[i].first.function = static_cast<std::uint32_t>(i);
    rows[i].second = std::string(i % 5, 'x') + std::to_string(i);
  }
  return rows;
}

/// A scratch file in memory.
class MemoryFile : public curtain::ScratchFile {
 public:
  void write(std::string_view bytes) override { bytes_ += bytes; }
  void rewind() override { at_ = 0; }
  bool read(char* to, std::size_t size) override {
    if (at_ == bytes_.size()) {
      return false;
    }
    REQUIRE(bytes_.copy(to, size, at_) == size);
    at_ += size;
    return true;
  }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

std::unique_ptr<curtain::ScratchFile> make_memory_file() {
  return std::make_unique<MemoryFile>();
}

}  // namespace

TEST_CASE("Rows are sorted by arrival, and equal rows are in input order, with any amount of memory") {
  for (const std::size_t count : {0, 1, 7, 8, 9, 5000}) {
    for (const std::size_t in_memory : {7, 8, 10'000}) {
      INFO(count << " rows, " << in_memory << " in memory");
      auto expected = made(count);
      SortedRows rows(make_memory_file, in_memory);
      for (const auto& [row, text] : expected) {
        rows.add(row, text);
      }
      rows.sort();
      std::stable_sort(expected.begin(), expected.end(),
                       [](const auto& a, const auto& b) { return a.first.arrival < b.first.arrival; });
      ImportRow row;
      std::string text;
      std::size_t right = 0;
      while (right < count && rows.next(row, text) && row.function == expected[right].first.function &&
             row.arrival == expected[right].first.arrival && text == expected[right].second) {
        ++right;
      }
      CHECK(right == count);
      CHECK_FALSE(rows.next(row, text));
    }
  }
}

TEST_CASE("The memory of texts counts, too") {
  SortedRows rows(make_memory_file, 100);
  const std::string text(1000, 'y');
  for (int i = 0; i < 1000; ++i) {
    rows.add({1000 - i}, text);
  }
  rows.sort();
  ImportRow row;
  std::string read;
  for (int i = 1; i <= 1000; ++i) {
    if (!rows.next(row, read) || row.arrival != i || read != text) {
      FAIL("row " << i);
    }
  }
}

TEST_CASE("No temporary file is created for rows that fit in memory, and few files for many more rows") {
  std::size_t made_files = 0;
  const auto count_files = [&made_files] {
    ++made_files;
    return make_memory_file();
  };
  SortedRows few(count_files, 10);
  SortedRows many(count_files, 10);
  for (int i = 0; i < 10; ++i) {
    few.add({i}, "");
  }
  few.sort();
  CHECK(made_files == 0);
  for (int i = 0; i < 10 * static_cast<int>(SortedRows::kMostRuns); ++i) {
    many.add({i}, "");
  }
  many.sort();
  CHECK(made_files == SortedRows::kMostRuns);
}
