#include "models/workload/cdf_table.hpp"

#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::error_of;
using support::TemporaryFolder;

namespace {

std::string cdf_error(const std::string& text) {
  const TemporaryFolder folder;
  const std::string path = folder.write("t.csv", text);
  const std::string error = error_of<TraceError>([&] { read_cdf_table(path); });
  return error.empty() ? "" : error.substr(path.size());
}

}  // namespace

TEST_CASE("distributions are read with or without a header, and with spaces and further columns") {
  const TemporaryFolder folder;
  for (const char* const text :
       {"1,0.5\n3,0.9\n4.5,1.000000\n", "length,F(x),count\n1,0.5,7\n3,0.9,2\n4.5,1,1\n",
        "1, 0.5\n 3, 0.9\n4.5, 0.9995\n"}) {
    const CdfTable table = read_cdf_table(folder.write("t.csv", text));
    CHECK(table.values == std::vector<double>{1, 3, 4.5});
    CHECK(table.shares == std::vector<double>{0.5, 0.9, 1});
  }
}

TEST_CASE("a share belongs to the step that ends above it") {
  const CdfTable table{{10, 20, 30}, {0.25, 0.25, 1}};
  CHECK(step_at(table, 0).index == 0);
  CHECK(step_at(table, 0).along == 0);
  CHECK(step_at(table, 0.125).along == 0.5);
  CHECK(step_at(table, 0.25).index == 2);  // the second step has no share
  CHECK(step_at(table, 0.25).along == 0);
  CHECK(step_at(table, 0.625).index == 2);
  CHECK(step_at(table, 0.625).along == 0.5);
  CHECK(step_at(table, 1).index == 2);
  CHECK(step_at(table, 1).along < 1);
}

TEST_CASE("an invalid distribution is reported with its line") {
  CHECK(cdf_error("") == ":1:1: the file is empty; expected a line with column names");
  CHECK(cdf_error("x,F\n") ==
        ":1:1: there are no values; expected at least one line with a value and its share");
  CHECK(cdf_error("1\n") == ":1:1: the line has only one field; expected a value and its share");
  CHECK(cdf_error("1,0.5\nx,1\n") == ":2:1: the value is \"x\"; expected a number of at least 0");
  CHECK(cdf_error("-1,0.5\n") == ":1:1: the value is \"-1\"; expected a number of at least 0");
  CHECK(cdf_error("1,0.5\n1,1\n") ==
        ":2:1: the value \"1\" is not larger than the previous value; values must increase");
  CHECK(cdf_error("1,0.5\n2,0.4\n") ==
        ":2:3: the share is \"0.4\"; it must be at least the previous share and at most 1");
  CHECK(cdf_error("1,1.5\n") ==
        ":1:3: the share is \"1.5\"; it must be at least the previous share and at most 1");
  CHECK(cdf_error("1,0.5\n2,0.75\n") ==
        ":2:1: the last share is 0.75, but a complete distribution ends at 1");
}
