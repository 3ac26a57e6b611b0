#include "models/import/csv_records.hpp"

#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using curtain::CsvRecords;
using curtain::LogBytes;

namespace {

/// Returns the rows of a table after its first line, as "a|b", or their errors.
std::vector<std::string> rows_of(const std::string& text) {
  const support::TemporaryFolder folder;
  LogBytes bytes(folder.write("x.csv", text));
  CsvRecords records;
  REQUIRE(records.read_header(bytes.ahead(1000)));
  std::string_view header;
  bytes.line(header);
  std::vector<std::string> rows;
  while (!bytes.at_end()) {
    std::string row = records.next(bytes);
    for (const auto& [name, value] : records.fields()) {
      row += (row.empty() ? "" : "|") + std::string(value);
    }
    rows.push_back(row);
  }
  return rows;
}

using Rows = std::vector<std::string>;

}  // namespace

TEST_CASE("Rows with commas, quotation marks and line breaks in their fields are read") {
  CHECK(rows_of("timestamp,message\n1,\"a,\"\"b\"\"\nc\"\r\n\n2,d\n") == Rows{"1|a,\"b\"\nc", "", "2|d"});
  CsvRecords records;
  CHECK(records.read_header("timestamp,\"message\"\r\n1,2"));
  CHECK(records.columns() == Rows{"timestamp", "message"});
  CHECK_FALSE(records.read_header(""));
  CHECK_FALSE(records.read_header("a,\"b\n"));
}

TEST_CASE("Broken rows are reported with a reason, and the others are read") {
  const std::string now = "1681041662345";
  CHECK(rows_of("timestamp,message\n1,2,3\n1\n1,\"a\"b\n" + now + ",ok\n") ==
        Rows{"the row has 3 fields, but the first line has 2 names",
             "the row has 1 fields, but the first line has 2 names",
             "there is text after a closing quotation mark", now + "|ok"});
  // The quotation is not closed, so the row ends before the next line that looks like the beginning of a row,
  // complete or open.
  CHECK(rows_of("timestamp,message\n" + now + ",\"a\nb\n" + now + ",\"c\nd\"\n" + now + ",\"e\n" + now +
                ",f\n") ==
        Rows{"a quotation mark is not closed", now + "|c\nd", "a quotation mark is not closed", now + "|f"});
  // A line within a message that closes the quotation is not a row.
  CHECK(rows_of("message,timestamp\n\"a\nb\"," + now + "\n") == Rows{"a\nb|" + now});
}
