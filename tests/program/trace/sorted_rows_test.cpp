// Rows sorted in pieces and merged, with pieces so small that many files have to be merged more than once.
#include "tools/curtain/trace/sorted_rows.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/catch.hpp"
#include "tests/support/program.hpp"

using curtain::tools::ImportRow;
using curtain::tools::SortedRows;

namespace {

/// Rows in an order that is far from sorted, many at one instant; each has its number and a text.
std::vector<std::pair<ImportRow, std::string>> made(std::size_t count) {
  std::vector<std::pair<ImportRow, std::string>> rows(count);
  for (std::size_t i = 0; i < count; ++i) {
    rows[i].first.arrival = static_cast<std::int64_t>(i * 7919 % 1009);
    rows[i].first.function = static_cast<std::uint32_t>(i);
    rows[i].second = std::string(i % 5, 'x') + std::to_string(i);
  }
  return rows;
}

}  // namespace

TEST_CASE("Rows come out by arrival, and at one instant as they came, whatever the memory") {
  const support::Folder folder;
  for (const std::size_t count : {0, 1, 7, 8, 9, 5000}) {
    for (const std::size_t in_memory : {7, 8, 10'000}) {
      INFO(count << " rows, " << in_memory << " in memory");
      auto expected = made(count);
      SortedRows rows(folder / "out", in_memory);
      for (const auto& [row, text] : expected) {
        rows.add(row, text);
      }
      CHECK(folder.names().empty());  // files for sorting have no names
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

TEST_CASE("Texts count as memory, too") {
  const support::Folder folder;
  SortedRows rows(folder / "out", 100);
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
