#include "models/workload/wide_table.hpp"

#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::error_of;
using support::TemporaryFolder;

namespace {

std::string wide_error(const std::string& text) {
  const TemporaryFolder folder;
  const std::string path = folder.write("t.csv", text);
  const std::string error = error_of<TraceError>([&] {
    WideTable table(path);
    const DecimalReader whole(1);
    while (table.next()) {
      for (std::size_t i = 0; i < table.functions().size(); ++i) {
        static_cast<void>(table.number(i, whole));
      }
    }
  });
  return error.empty() ? "" : error.substr(path.size());
}

}  // namespace

TEST_CASE("a wide table has a value for each function and time") {
  const TemporaryFolder folder;
  WideTable table(folder.write("t.csv", "day,time,28,33,55\n0,0,816.0,,7\n0,60, 12 ,NaN,nan\n"));
  CHECK(table.functions() == std::vector<std::string>{"28", "33", "55"});
  const DecimalReader tenths(10);
  REQUIRE(table.next());
  CHECK(table.time() == 0);
  CHECK(table.text(0) == "816.0");
  CHECK(table.number(0, tenths) == 8160);
  CHECK(table.number(1, tenths) == -1);
  CHECK(table.number(2, tenths) == 70);
  REQUIRE(table.next());
  CHECK(table.time() == 60'000'000'000);
  CHECK(table.number(0, tenths) == 120);
  CHECK(table.text(1).empty());
  CHECK(table.number(2, tenths) == -1);
  CHECK_FALSE(table.next());
}

TEST_CASE("an error in a wide table is reported with its position") {
  CHECK(wide_error("day,tme,0\n") ==
        ":1:1: there is no column \"time\" (did you mean \"tme\"?); the columns are: day, tme, 0");
  CHECK(wide_error("day,time\n") ==
        ":1:1: there are no columns of functions; the columns must be day, time and one for each function");
  CHECK(wide_error("day,time,0\n0,x,1\n") ==
        ":2:3: time is \"x\"; expected a number of seconds of at least 0");
  CHECK(wide_error("day,time,0\n0,60,1\n0,60,1\n") ==
        ":3:3: time is \"60\"; the previous row is at 60 s; rows must be in order of time");
  CHECK(wide_error("day,time,0\n0,999999999,1\n") ==
        ":2:3: time is \"999999999\"; at most ten years are allowed");
  CHECK(wide_error("day,time,0\n0,60\n") == ":2:3: the line has 2 fields, but the header has 3 columns");
  CHECK(wide_error("day,time,0\n0,60,-1\n") ==
        ":2:6: function \"0\" is \"-1\"; expected a number of at least 0, or an empty field");
  CHECK(wide_error("day,time,0\n0,60,many\n") ==
        ":2:6: function \"0\" is \"many\"; expected a number of at least 0, or an empty field");
}
