#include "models/workload/csv_fields.hpp"

#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::error_of;
using support::TemporaryFolder;

namespace {

using Fields = std::vector<std::pair<std::string, std::size_t>>;

Fields fields_of(const std::string& line) {
  const TemporaryFolder folder;
  LineReader reader(folder.write("f", line));
  std::string_view first;
  REQUIRE(reader.next(first));
  CsvSplitter splitter;
  Fields fields;
  for (const CsvField& field : splitter.split(reader, first)) {
    fields.emplace_back(field.text, field.column);
  }
  return fields;
}

/// Returns the error of reading the header `line` and requesting `name`, after the path.
std::string header_error(const std::string& line, const std::string& name) {
  const TemporaryFolder folder;
  const std::string path = folder.write("f", line);
  const std::string error = error_of<TraceError>([&] {
    LineReader reader(path);
    const CsvHeader header(reader);
    (void)header.require(reader, name);
  });
  return error.empty() ? "" : error.substr(path.size());
}

}  // namespace

TEST_CASE("fields are split at commas, and quoted fields as RFC 4180 specifies") {
  CHECK(fields_of("a,b,c") == Fields{{"a", 1}, {"b", 3}, {"c", 5}});
  CHECK(fields_of("a,,") == Fields{{"a", 1}, {"", 3}, {"", 4}});
  CHECK(fields_of(R"("a,b","say ""x""",c"d)") == Fields{{"a,b", 1}, {R"(say "x")", 7}, {"c\"d", 19}});
  CHECK(fields_of(R"("")"
                  ",x") == Fields{{"", 1}, {"x", 4}});
}

TEST_CASE("a quotation mark must be closed, and must end its field") {
  CHECK_THAT(error_of<TraceError>([] { fields_of("a,\"bc"); }),
             Catch::Matchers::EndsWith(
                 ":1:3: a quotation mark is not closed on this line; a field must end in its line"));
  CHECK_THAT(
      error_of<TraceError>([] { fields_of("\"a\"b,c"); }),
      Catch::Matchers::EndsWith(
          ":1:4: \"b\" follows a closing quotation mark; only a comma or the end of the line may follow"));
}

TEST_CASE("a header finds columns by name") {
  const TemporaryFolder folder;
  LineReader reader(folder.write("f", "\n one ,\"two, too\",three\n"));
  const CsvHeader header(reader);
  CHECK(header.size() == 3);
  CHECK(header.require(reader, "one") == 0);
  CHECK(header.require(reader, "two, too") == 1);
  CHECK(header.find("three") == 2);
  CHECK(header.position(2) == 18);
  CHECK(header.find("four") == std::nullopt);
}

TEST_CASE("a missing column is reported with the nearest name and the list") {
  CHECK(header_error("arival_s,func,dur", "arrival_s") ==
        ":1:1: there is no column \"arrival_s\" (did you mean \"arival_s\"?); the columns are: arival_s, "
        "func, dur");
  CHECK(header_error("x,y", "arrival_s") == ":1:1: there is no column \"arrival_s\"; the columns are: x, y");
  std::string many = "c0";
  for (int i = 1; i < 25; ++i) {
    many += ",c" + std::to_string(i);
  }
  CHECK_THAT(header_error(many, "elapsed"), Catch::Matchers::EndsWith("c18, c19 and 5 more"));
  CHECK(header_error("a,b,a", "a") ==
        ":1:5: a second column has the name \"a\" of column 1; names of columns must differ");
  CHECK(header_error("\n \n", "a") == ":1:1: there are only blank lines; expected a line with column names");
}

TEST_CASE("blanks are trimmed at both ends") {
  CHECK(trimmed(" \ta b\t ") == "a b");
  CHECK(trimmed(" ") == "");
}

TEST_CASE("commas at the end of lines or of the header are ignored") {
  const support::TemporaryFolder folder;
  const std::string path = folder.write("t.csv", "a,b,,\n1,2\n1,2,,\n1,2,,,,\n1\n1,2,,3\n");
  LineReader reader(path);
  const CsvHeader header(reader);
  CsvSplitter splitter;
  std::string_view line;
  for (int i = 0; i < 3; ++i) {
    REQUIRE(reader.next(line));
    header.require_whole(reader, splitter.split(reader, line));
  }
  REQUIRE(reader.next(line));
  CHECK(support::error_of<TraceError>([&] { header.require_whole(reader, splitter.split(reader, line)); }) ==
        path + ":5:1: the line has 1 field, but the header has 4 columns");
  REQUIRE(reader.next(line));
  header.require_whole(reader,
                       splitter.split(reader, line));  // the header has a fourth column, without a name
}
