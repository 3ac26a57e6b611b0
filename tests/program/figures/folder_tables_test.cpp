// Tests of the tables of results folders, which are read as RFC 4180 specifies.
#include "tools/curtain/figures/folder_tables.hpp"

#include "tests/catch.hpp"

using curtain::tools::CsvFile;

TEST_CASE("Fields of a results table are found by column, with quotes, commas and line feeds in names") {
  const CsvFile file("tenant,n,more\n\"a,\"\"b\"\"\nc\",3,\n,1e-3,x\nlast,none,\"\"");
  REQUIRE(file.size() == 3);
  CHECK(file.text(0, "tenant") == "a,\"b\"\nc");
  CHECK(file.number(0, "n") == 3.0);
  CHECK(file.text(0, "more").empty());
  CHECK(file.text(1, "tenant").empty());
  CHECK(file.number(1, "n") == 0.001);
  CHECK(file.text(1, "more") == "x");
  CHECK(file.text(2, "tenant") == "last");
  CHECK_FALSE(file.number(2, "n").has_value());
  CHECK_FALSE(file.number(2, "more").has_value());
  CHECK_FALSE(file.number(0, "absent").has_value());
  CHECK(file.has("n"));
  CHECK_FALSE(file.has("absent"));
  CHECK(file.has_some("n"));
  CHECK_FALSE(file.has_some("more"));
}

TEST_CASE("An empty text is a table without rows and columns, and a heading alone has no rows") {
  CHECK(CsvFile("").size() == 0);
  CHECK_FALSE(CsvFile("").has("a"));
  CHECK(CsvFile("a,b\n").size() == 0);
  CHECK(CsvFile("a,b\n").has("b"));
}
