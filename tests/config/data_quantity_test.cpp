#include "models/config/data_quantity.hpp"

#include "models/config/quantity.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;

namespace {

template <class Parse>
std::string data_refusal(Parse parse, std::string_view text) {
  try {
    parse(text);
  } catch (const QuantityError& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("amounts of data and data rates are read exactly in decimal and binary units") {
  CHECK(parse_data("0") == 0);
  CHECK(parse_data("512B") == 512);
  CHECK(parse_data("1.5kB") == 1'500);
  CHECK(parse_data("4MiB") == 4'194'304);
  CHECK(parse_data("0.5 GiB") == 536'870'912);
  CHECK(parse_data("1TB") == 1'000'000'000'000);
  CHECK(parse_data_rate("58MB/s") == 58'000'000);
  CHECK(parse_data_rate("625Mbit/s") == 78'125'000);
  CHECK(parse_data_rate("538.6Mbit/s") == 67'325'000);
  CHECK(parse_data_rate("10Gbit/s") == 1'250'000'000);
  CHECK(parse_data_rate("1kbit/s") == 125);
}

TEST_CASE("an amount of data without a known unit, or not in whole bytes, is refused with an example") {
  CHECK(data_refusal(parse_data, "many") ==
        "'many' is not an amount of data; write for example 4MiB or 100kB");
  CHECK(data_refusal(parse_data, "-1MB") ==
        "'-1MB' is not an amount of data; write for example 4MiB or 100kB");
  CHECK(data_refusal(parse_data, "4") == "'4' has no unit; write for example 4MiB or 100kB");
  CHECK(data_refusal(parse_data, "4Mb") ==
        "'4Mb' has the unknown unit 'Mb'; allowed: B, kB, MB, GB, TB, KiB, MiB, GiB, TiB");
  CHECK(data_refusal(parse_data, "0.3B") == "'0.3B' is not a whole number of bytes");
  CHECK(data_refusal(parse_data, "2000TiB") == "'2000TiB' is more than 1024TiB");
  CHECK(data_refusal(parse_data_rate, "58MB") ==
        "'58MB' has the unknown unit 'MB'; allowed: B/s, kB/s, MB/s, GB/s, KiB/s, MiB/s, GiB/s, kbit/s, "
        "Mbit/s, "
        "Gbit/s");
  CHECK(data_refusal(parse_data_rate, "1001GB/s") == "'1001GB/s' is more than 1000GB/s");
  CHECK(data_refusal(parse_data_rate, "1bit/s") ==
        "'1bit/s' has the unknown unit 'bit/s'; allowed: B/s, kB/s, MB/s, GB/s, KiB/s, MiB/s, GiB/s, kbit/s, "
        "Mbit/s, Gbit/s");
}

TEST_CASE("written amounts of data are read as the same number") {
  for (const std::uint64_t value : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1'000},
                                    std::uint64_t{1'024}, std::uint64_t{4'194'304}, std::uint64_t{67'325'000},
                                    std::uint64_t{78'125'000}, std::uint64_t{999'999'999'999}}) {
    CHECK(parse_data(format_data(value)) == value);
    CHECK(parse_data_rate(format_data_rate(value)) == value);
  }
  CHECK(format_data(4'194'304) == "4MiB");
  CHECK(format_data(100'000) == "100kB");
  CHECK(format_data_rate(78'125'000) == "625Mbit/s");
  CHECK(format_data_rate(58'000'000) == "58MB/s");
}

TEST_CASE("a data rate is at least one byte a second, or a word") {
  std::uint64_t rate = 7;
  CHECK(testing::read_as(*data_rate_form("none"), "none", rate).first == 0);
  CHECK(testing::read_as(*data_rate_form("none"), "0B/s", rate).second ==
        "t.yaml:1:1: '0B/s' is too small; allowed: at least 1B/s or none");
  CHECK(testing::read_as(*data_form(), "4MiB", rate).first == 4'194'304);
}
