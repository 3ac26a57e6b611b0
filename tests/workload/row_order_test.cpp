#include "models/workload/row_order.hpp"

#include "tests/catch.hpp"
#include "tests/workload/packed_files.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::error_of;
using support::TemporaryFolder;

namespace {

/// Returns the times of two files' rows in nanoseconds, or the error without the folder.
std::string times_of(const std::string& first, const std::string& second, bool origin_first_row) {
  const TemporaryFolder folder;
  CsvRows rows(CsvLayout{{folder.write("a.csv", "x,t\n" + first), folder.write("b.csv", "t\n" + second)},
                         {{"t", CsvUse::arrival}},
                         1});
  RowOrder order(rows, origin_first_row);
  std::string times;
  std::string error = error_of<TraceError>([&] {
    for (CsvRow row; rows.next(row);) {
      times += std::to_string(order.time_of(row.arrival).ns()) + " ";
    }
  });
  const std::string path = folder.path("");
  for (std::size_t at = 0; (at = error.find(path)) != std::string::npos;) {
    error.erase(at, path.size());
  }
  return times + error;
}

}  // namespace

TEST_CASE("rows in order, within a file and from one file to the next, give their times") {
  CHECK(times_of(",5\n,5\n,7\n", "7\n9\n", false) == "5 5 7 7 9 ");
  CHECK(times_of(",5\n,5\n,7\n", "7\n9\n", true) == "0 0 2 2 4 ");
}

TEST_CASE("a row out of order is reported with both lines") {
  CHECK(times_of(",5\n,4\n", "9\n", false) ==
        "5 a.csv:3:2: t is 0.000000004 s here, but 0.000000005 s on line 2; rows must be in order of "
        "arrival; this command sorts them: (head -n 1 FILE; tail -n +2 FILE | sort -s -t, -k2,2g) > SORTED");
  CHECK(times_of(",5\n", "4\n", false) ==
        "5 b.csv:2:1: t is 0.000000004 s here, but 0.000000005 s on line 2 of the previous file, a.csv; the "
        "files must be in order of time");
}

TEST_CASE("times end ten years after time zero") {
  CHECK(times_of(",315576000000000000\n", "315576000000000000\n", false) ==
        "315576000000000000 315576000000000000 ");
  CHECK(times_of(",315576000000000001\n", "", false) ==
        "a.csv:2:2: t is 315576000.000000001 s, which is more than ten years after time zero; for times of "
        "day or epoch times, set `origin: first-row`");
  CHECK(times_of(",1\n,315576000000000002\n", "", true) ==
        "0 a.csv:3:2: t is 315576000.000000002 s, which is more than ten years after the first row; at most "
        "ten years are allowed");
}

TEST_CASE("the suggested sort command fits the file of the rows") {
  const TemporaryFolder folder;
  const auto command_of = [&folder](const std::string& name, const std::string& text, CsvHead head) {
    CsvLayout layout{{folder.write(name, text)}, {{"2", CsvUse::arrival}}, 1'000'000'000, head, true};
    CsvRows rows(layout);
    CsvRow row;
    CHECK(rows.next(row));
    return rows.sort_command(CsvUse::arrival);
  };
  CHECK(command_of("a.csv", "f,t\na,5\n", CsvHead::detect) ==
        "(head -n 1 FILE; tail -n +2 FILE | sort -s -t, -k2,2g) > SORTED");
  CHECK(command_of("b.csv", "a,5\n", CsvHead::detect) == "sort -s -t, -k2,2g FILE > SORTED");
  // sort -g would treat all dates of a year as equal.
  CHECK(command_of("c.csv", "a,2024-11-05T09:15:02Z\n", CsvHead::none) == "sort -s -t, -k2,2 FILE > SORTED");
  CHECK(command_of("d.csv", "a,09:15:02\n", CsvHead::none).empty());
  CHECK(command_of("e.csv", "\"a,b\",5\n", CsvHead::none).empty());
  CHECK(command_of("f.csv.gz", support::gzipped("a,5\n"), CsvHead::none).empty());
}
