#include "models/workload/reordered_source.hpp"

#include "tests/catch.hpp"
#include "tests/workload/workload_support.hpp"

using namespace curtain;
using support::error_of;
using support::TemporaryFolder;

namespace {

/// Rows f,t: function f arrives at t nanoseconds and takes as many nanoseconds as the number of its row.
class Rows : public ReorderedSource {
 public:
  Rows(const std::string& path, Duration reorder, FunctionTable& table)
      : ReorderedSource(CsvLayout{{path}, {{"f", CsvUse::function}, {"t", CsvUse::arrival}}, 1},
                        {reorder, false, {}}, SourceContext{}, table) {}

 private:
  Call call_of(const CsvRow& row) override {
    const auto [number, is_new] = number_of("", row.function);
    if (is_new) {
      add("t", std::string(row.function), 128);
    }
    return {row.arrival, ++count_, number, CsvUse::arrival, row.arrival};
  }
  std::int64_t count_ = 0;
};

std::string read(const std::string& rows, std::int64_t reorder) {
  const TemporaryFolder folder;
  FunctionTable table;
  Rows source(folder.write("t.csv", "f,t\n" + rows), Duration{reorder}, table);
  std::string text;
  std::string error = error_of<TraceError>([&] {
    std::vector<Arrival> one(1);
    while (source.fill(one) == 1) {
      text += table[one[0].function].name + std::to_string(one[0].time.ns()) + "/" +
              std::to_string(one[0].duration.ns()) + " ";
    }
  });
  return text + (error.empty() ? "" : error.substr(folder.path("t.csv").size()));
}

}  // namespace

TEST_CASE(
    "rows within the window are sorted by arrival, and rows of one instant keep the order of the file") {
  CHECK(read("a,5\nb,3\na,9\nc,3\nb,4\n", 100) == "b3/2 c3/4 b4/5 a5/1 a9/3 ");
  CHECK(read("a,1\nb,2\nc,3\n", 0) == "a1/1 b2/2 c3/3 ");
}

TEST_CASE("a row is returned when a row one window later was read, and an earlier row is then refused") {
  // At 15 the window of 10 extends back to 5. So 5 is returned and 4 is too late, but 6 is not.
  CHECK(read("a,5\na,15\na,6\n", 10) == "a5/1 a6/3 a15/2 ");
  CHECK_THAT(read("a,5\na,15\na,4\n", 10),
             ContainsSubstring(
                 "a5/1 :4:3: t is 0.000000004 s, so the call arrived at 0.000000004 s, but a later arrival "
                 "at 0.000000005 s has already been returned; set `reorder` to at least 0.000000011 s"));
  CHECK(read("a,5\na,15\na,4\n", 11) == "a4/3 a5/1 a15/2 ");
}
