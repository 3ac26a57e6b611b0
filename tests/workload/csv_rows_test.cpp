#include "models/workload/csv_rows.hpp"

#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::error_of;
using support::TemporaryFolder;

namespace {

const std::string kRowsHeader = "function_id,arrival_s,duration_s,memory_mb\n";

/// Returns the error of reading `text`, after the path.
std::string rows_error(const std::string& text) {
  const TemporaryFolder folder;
  CsvTraceSpec spec;
  spec.paths = {folder.write("t.csv", text)};
  const std::string error = error_of<TraceError>([&] {
    CsvRows rows(spec);
    for (CsvRow row; rows.next(row);) {
    }
  });
  return error.empty() ? "" : error.substr(spec.paths.front().size());
}

}  // namespace

TEST_CASE("rows are read the same on the fast and the general path") {
  const TemporaryFolder folder;
  CsvTraceSpec spec;
  spec.tenant_column = "who";
  const std::string header = "memory_mb,x,arrival_s,function_id,who,duration_s\n";
  for (const char* line :
       {"128.5,,1587750815.123456789,fn,me,0.25", "\"128.5\",\"a,b\",1587750815.123456789,fn,me,0.25",
        "1285e-1,x, 1587750815.1234567891 ,\"fn\",\"me\",250e-3"}) {
    spec.paths = {folder.write("t.csv", header + line + "\r\n")};
    CsvRows rows(spec);
    CsvRow row;
    REQUIRE(rows.next(row));
    CHECK(row.memory == 128'500'000);
    CHECK(row.arrival == 1'587'750'815'123'456'789);
    CHECK(row.duration == 250'000'000);
    CHECK(row.function == "fn");
    CHECK(row.tenant == "me");
    CHECK_FALSE(rows.next(row));
  }
}

TEST_CASE("an end column replaces the duration column") {
  const TemporaryFolder folder;
  CsvTraceSpec spec;
  spec.paths = {folder.write("t.csv", "arrival_s,end\n1,3\n")};
  spec.function_column.clear();
  spec.memory_column.clear();
  spec.end_column = "end";
  CsvRows rows(spec);
  CsvRow row;
  row.function = "as before";
  REQUIRE(rows.next(row));
  CHECK(row.end == 3'000'000'000);
  CHECK(row.function == "as before");
  CHECK(rows.has(CsvUse::end));
  CHECK_FALSE(rows.has(CsvUse::duration));
  CHECK(rows.column_number(CsvUse::end) == 2);
}

TEST_CASE("an error in a row is reported with its line and column") {
  const std::string number = "; expected a decimal number such as 12, 0.25 or 1.5e-3";
  const std::string time =
      "; expected a decimal number such as 12, 0.25 or 1.5e-3, a date such as 2024-11-05T09:15:02.5Z or a "
      "time of day such as 13:05:07.25";
  CHECK(rows_error(kRowsHeader + "f,1,2,128\nf,abc,2,128\n") == ":3:3: arrival_s is \"abc\"" + time);
  CHECK(rows_error(kRowsHeader + "f,nan,2,128\n") == ":2:3: arrival_s is \"nan\"" + time);
  CHECK(rows_error(kRowsHeader + "f,1,inf,128\n") == ":2:5: duration_s is \"inf\"" + number);
  CHECK(rows_error(kRowsHeader + "f,,2,128\n") == ":2:3: arrival_s is \"\"" + time);
  CHECK(rows_error(kRowsHeader + "f,1,2,12\x01") == ":2:7: memory_mb is \"12\\x01\"" + number);
  CHECK(rows_error(kRowsHeader + "f,1,-2,128\n") ==
        ":2:5: duration_s is \"-2\"; expected a number of at least 0");
  CHECK(rows_error(kRowsHeader + "f,1e30,2,128\n") ==
        ":2:3: arrival_s is \"1e30\"; at most 146 years are allowed");
  CHECK(rows_error(kRowsHeader + "f,1,2,1e30\n") ==
        ":2:7: memory_mb is \"1e30\"; at most 16 TiB are allowed");
  CHECK(rows_error(kRowsHeader + "f,1,2\n") == ":2:5: the line has 3 fields, but the header has 4 columns");
  CHECK(rows_error(kRowsHeader + "f\n") == ":2:1: the line has 1 field, but the header has 4 columns");
  CHECK(rows_error(kRowsHeader + "f,1,2,128,9\n") ==
        ":2:11: the line has 5 fields, but the header has 4 columns");
  CHECK(rows_error(kRowsHeader + "\"f,1,2,128\n") ==
        ":2:1: a quotation mark is not closed on this line; a field must end in its line");
}

TEST_CASE("columns that are missing or used twice are reported") {
  CHECK(rows_error("function,arrival_s,duration_s,memory_mb\n") ==
        ":1:1: there is no column \"function_id\" (did you mean \"function\"?); the columns are: function, "
        "arrival_s, duration_s, memory_mb; name the column, as in columns: {function: NAME}, or state that "
        "there is none: columns: {function: none}, constants: {function: f}");
  const TemporaryFolder folder;
  CsvTraceSpec spec;
  spec.paths = {folder.write("t.csv", kRowsHeader)};
  spec.tenant_column = "function_id";
  CHECK(error_of<std::invalid_argument>([&] { CsvRows rows(spec); }) ==
        "a csv trace uses the column \"function_id\" for two keys; use each column for only one key");
  spec.arrival_column.clear();
  CHECK(error_of<std::invalid_argument>([&] { CsvRows rows(spec); }) ==
        "a csv trace has no column of arrivals; set columns.arrival");
}
