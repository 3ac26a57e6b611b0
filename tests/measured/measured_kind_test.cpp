#include "models/measured/measured_kind.hpp"

#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// The text of the problem that reading a field causes.
template <class Read>
std::string problem_of(Read read) {
  try {
    read();
  } catch (const RowProblem& problem) {
    return problem.what;
  }
  return "";
}

}  // namespace

TEST_CASE("Fields of a measured row are read exactly, with their units") {
  const LogFields fields{{"at", "1587650005549.155029"},
                         {"gap", "1.5"},
                         {"mb", "54.000000"},
                         {"cold", "1"},
                         {"none", ""},
                         {"on", "2020-05-09"}};
  const MeasuredRow row(fields);
  CHECK(row.time("at", TimeUnit::ms) == 1'587'650'005'549'155'029);
  CHECK(row.time("gap", TimeUnit::min) == 90'000'000'000);
  CHECK(row.time("gap", TimeUnit::s) == 1'500'000'000);
  CHECK(row.megabytes("mb") == 54);
  CHECK(row.flag("cold"));
  CHECK_FALSE(row.time_or_nothing("none", TimeUnit::s));
  CHECK_FALSE(row.time_or_nothing("missing", TimeUnit::s));
  CHECK(row.day("on") == 1'588'982'400'000'000'000);
}

TEST_CASE("A field of a measured row that cannot be read has a reason") {
  const LogFields fields{{"text", "abc"}, {"minus", "-1"}, {"huge", "1e30"}, {"none", ""}, {"mb", "0"}};
  const MeasuredRow row(fields);
  CHECK(problem_of([&] { (void)row.time("text", TimeUnit::ms); }) ==
        "the field text is \"abc\"; expected a number of milliseconds such as 12.5");
  CHECK(problem_of([&] { (void)row.time("minus", TimeUnit::s); }) ==
        "the field minus is \"-1\", which is negative; expected a number of seconds such as 12.5");
  CHECK(problem_of([&] { (void)row.time("huge", TimeUnit::min); }) ==
        "the field huge is \"1e30\", which is too large; expected a number of minutes such as 12.5");
  CHECK(problem_of([&] { (void)row.text("none"); }) == "the field none is empty");
  CHECK(problem_of([&] { (void)row.flag("text"); }) == "the field text is \"abc\"; expected 0 or 1");
  CHECK(problem_of([&] { (void)row.day("text"); }) ==
        "the field text is \"abc\"; expected a day such as 2020-05-09");
  CHECK(problem_of([&] { (void)row.megabytes("mb"); }) ==
        "the field mb is \"0\"; expected a number of MB from 1 to 16777216");
  CHECK(problem_of([] { check_order(2'500'000'000, 1'000'000'000, "start", "end"); }) ==
        "end is 1.5 s before start");
  CHECK_NOTHROW(check_order(1, 1, "start", "end"));
}

TEST_CASE("Names of a measured log are numbered in the order in which they occur") {
  MeasuredLog log;
  MeasuredCalls calls(log);
  CHECK(calls.instance("b") == 0);
  CHECK(calls.instance("a") == 1);
  CHECK(calls.instance("b") == 0);
  CHECK(calls.instance("") == kNoName);
  CHECK(calls.function("b") == 0);
  CHECK(log.instances == std::vector<std::string>{"b", "a"});
  calls.at(17);
  calls.add({});
  CHECK(log.calls.front().line == 17);
}
