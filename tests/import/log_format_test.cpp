#include "models/import/log_format.hpp"

#include "tests/import/import_support.hpp"

using curtain::LogFields;
using curtain::LoggedInvocation;
using curtain::LogReading;
using curtain::Trouble;

TEST_CASE("A reader fills in missing values and counts them") {
  support::Collected collected;
  LogReading reading({}, collected);
  reading.open("logs/cart.txt.gz");
  reading.take({});
  LoggedInvocation named;
  named.function = "pay";
  named.tenant = "t";
  reading.take(named);
  reading.at(7, "the line");
  reading.refuse(Trouble::negative, "what");
  reading.pass();
  CHECK(reading.seen({5, 1, false, true}) == 5);
  REQUIRE(collected.all.size() == 2);
  CHECK(collected.all[0].function == "cart");
  CHECK(collected.all[1].function == "pay");
  CHECK(collected.all[1].tenant == "t");
  REQUIRE(collected.broken.size() == 1);
  CHECK(collected.broken[0].line == 7);
  CHECK(collected.broken[0].text == "the line");
  CHECK(reading.counts().records == 4);
  CHECK(reading.counts().others == 1);
  CHECK(reading.counts().no_zone == 1);
  CHECK(reading.counts().other_zone == 1);

  LogReading fixed({"f", "a", false}, collected);
  fixed.open("x");
  fixed.take(named);
  CHECK(collected.all[2].function == "f");
  CHECK(collected.all[2].tenant == "a");
}

TEST_CASE("Fields are found by name, and each kind of problem has a name") {
  CHECK(curtain::field(LogFields{{"a", "1"}, {"b", "2"}}, "b") == "2");
  CHECK(curtain::field(LogFields{}, "b").empty());
  std::map<std::string_view, int> names;
  for (std::size_t i = 0; i < curtain::kTroubles; ++i) {
    ++names[curtain::name_of(static_cast<Trouble>(i))];
  }
  CHECK(names.size() == curtain::kTroubles);
  CHECK(names.count("") == 0);
}
