#include "models/config/scalar_forms.hpp"

#include <cstdlib>

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::read_as;
using testing::rewritten;

TEST_CASE("quantities are written in canonical units") {
  CHECK(rewritten(*duration_form(), "1h30m") == "90min");
  CHECK(rewritten(*duration_form(Duration{}, {"forever", "never"}), "never") == "forever");
  CHECK(read_as(*duration_form(Duration{}, {"forever"}), "forever").first.is_infinite());
  CHECK(rewritten(*time_form(), "120s") == "2min");
  CHECK(rewritten(*memory_form(1), "0.5GiB") == "512MiB");
  CHECK(read_as(*memory_form(1, {"all"}), "all", Mebibytes{7}).first == 0);
  CHECK(rewritten(*limit_form(1), "unlimited") == "unlimited");
  CHECK(read_as(*limit_form(1), "unlimited").first == kUnlimited);
  CHECK(rewritten(*rate_form(), "60/min") == "1/s");
  CHECK(rewritten(*number_form(0, 9), "1.50") == "1.5");
  CHECK(rewritten(*seed_form(), "18446744073709551615") == "18446744073709551615");
  CHECK(rewritten(*flag_form(), "true") == "true");
}

TEST_CASE("quantities beyond their bounds are reported with the bounds") {
  CHECK(rewritten(*duration_form(sim::seconds(1)), "10ms") ==
        "t.yaml:1:1: '10ms' is too small; allowed: at least 1s");
  CHECK(rewritten(*duration_form(sim::seconds(1), {"forever"}), "10ms") ==
        "t.yaml:1:1: '10ms' is too small; allowed: at least 1s or forever");
  CHECK(rewritten(*memory_form(1), "0MiB") == "t.yaml:1:1: '0MiB' is too small; allowed: 1MiB to 16384GiB");
  CHECK(rewritten(*memory_form(1), "17TiB") == "t.yaml:1:1: '17TiB' is too large; allowed: 1MiB to 16384GiB");
  CHECK(rewritten(*count_form(2, 5), "6") == "t.yaml:1:1: '6' is too large; allowed: 2 to 5");
  CHECK(rewritten(*limit_form(1), "0") ==
        "t.yaml:1:1: '0' is too small; allowed: 1 to 4294967294 or unlimited");
  CHECK(rewritten(*limit_form(1), "4294967295") ==
        "t.yaml:1:1: '4294967295' is too large; allowed: at most 4294967294");
  CHECK(rewritten(*rate_or_zero_form(), "0/s") == "0/s");
  CHECK(rewritten(*rate_or_zero_form(), "120/min") == "2/s");
  CHECK(rewritten(*rate_or_zero_form(), "2e9/s") ==
        "t.yaml:1:1: '2e9/s' is too large; allowed: at most 1000000000/s");
  CHECK(rewritten(*rate_form(), "0/s") == "t.yaml:1:1: '0/s' is too small; allowed: more than 0");
  CHECK(rewritten(*number_form(0, 9), "10") == "t.yaml:1:1: '10' is too large; allowed: 0 to 9");
  CHECK(rewritten(*duration_form(), "[1]") ==
        "t.yaml:1:1: expected a length of time such as 250ms, found a list");
  CHECK(rewritten(*limit_form(1), "{}") ==
        "t.yaml:1:1: expected a whole number or unlimited, found a mapping");
}

TEST_CASE("texts are read and written, and the word none is an absent text") {
  CHECK(read_as(*text_form(), "12").first == "12");
  CHECK(rewritten(*text_form(), "12") == "\"12\"");
  CHECK(rewritten(*text_form(), "''") == "t.yaml:1:1: is empty; expected a text");
  CHECK(rewritten(*text_form(true), "''") == "\"\"");
  CHECK(rewritten(*text_form(), "[a]") == "t.yaml:1:1: expected a text, found a list");
  CHECK(read_as(*text_or_none_form(), "none").first.empty());
  CHECK(rewritten(*text_or_none_form(), "none") == "none");
  CHECK(rewritten(*text_or_none_form(), "'none'") == "\"none\"");
}

TEST_CASE("paths are relative to the folder of their file") {
  ::setenv("CURTAIN_TEST_TRACES", "far", 1);
  Diagnostics diagnostics;
  Reader reader(diagnostics, "here");
  std::string path;
  path_form()->read(testing::tree_of("${CURTAIN_TEST_TRACES}/a.csv"), reader, path);
  CHECK(path == "here/far/a.csv");
  CHECK(path_form()->write("a$b").text == "a$$b");
  path_form()->read(testing::tree_of("[]"), reader, path);
  path_form()->read(testing::tree_of("${CURTAIN_TEST_UNSET}"), reader, path);
  CHECK(diagnostics.text() ==
        "t.yaml:1:1: expected a path, found a list\n"
        "t.yaml:1:1: the environment variable CURTAIN_TEST_UNSET is not set; set it, or write the path "
        "without it");
}

TEST_CASE("a wrong choice is reported with all choices and the nearest") {
  const auto form = choice_form<int>({{"early", 1}, {"late", 2}});
  CHECK(read_as(*form, "late").first == 2);
  CHECK(form->write(2).text == "late");
  CHECK(rewritten(*form, "laet") ==
        "t.yaml:1:1: 'laet' is not an allowed value; allowed: early, late; did you mean 'late'?");
  CHECK(rewritten(*form, "[]") == "t.yaml:1:1: expected one of early, late, found a list");
  CHECK(rewritten(*flag_form(), "yes") ==
        "t.yaml:1:1: 'yes' is not an allowed value; allowed: false, true; did you mean 'true'?");
  CHECK(to_yaml_flow(form->schema()) == "{enum: [early, late]}");
}

TEST_CASE("a data rate is at least one byte a second, or a word") {
  std::uint64_t rate = 7;
  CHECK(testing::read_as(*data_rate_form("none"), "none", rate).first == 0);
  CHECK(testing::read_as(*data_rate_form("none"), "0B/s", rate).second ==
        "t.yaml:1:1: '0B/s' is too small; allowed: at least 1B/s or none");
  CHECK(testing::read_as(*data_form(), "4MiB", rate).first == 4'194'304);
}
