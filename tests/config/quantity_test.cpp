#include "models/config/quantity.hpp"

#include <functional>
#include <string>

#include "tests/catch.hpp"

using namespace curtain;
using namespace curtain::config;

namespace {

std::string refusal(const std::function<void()>& parse) {
  try {
    parse();
  } catch (const QuantityError& error) {
    return error.what();
  }
  return "no error";
}
std::string duration_refusal(std::string_view text) {
  return refusal([text] { parse_duration(text); });
}
std::string memory_refusal(std::string_view text) {
  return refusal([text] { parse_memory(text); });
}

}  // namespace

TEST_CASE("lengths of time are whole nanoseconds") {
  CHECK(parse_duration("250ms") == sim::milliseconds(250));
  CHECK(parse_duration("0.1s") == sim::milliseconds(100));
  CHECK(parse_duration("1h30m") == sim::minutes(90));
  CHECK(parse_duration("1h30min") == sim::minutes(90));
  CHECK(parse_duration("1d2h3min4s5ms6us7ns") == Duration{93'784'005'006'007});
  CHECK(parse_duration("3us") == parse_duration("3\u00B5s"));
  CHECK(parse_duration("3us") == parse_duration("3\u03BCs"));
  CHECK(parse_duration("12 s") == sim::seconds(12));
  CHECK(parse_duration("1e3ms") == sim::seconds(1));
  CHECK(parse_duration("0") == Duration{});
  CHECK(parse_duration("4611686018427387904ns") == Duration{std::int64_t{1} << 62});
}

TEST_CASE("invalid lengths of time are reported with the valid forms") {
  CHECK(duration_refusal("10") == "'10' has no unit; write for example 250ms, 30s, 10min or 1h30min");
  CHECK(duration_refusal("1h30") == "'1h30' has no unit; write for example 250ms, 30s, 10min or 1h30min");
  CHECK(duration_refusal("-5s") == "'-5s' is negative; a length of time is at least 0");
  CHECK(duration_refusal("soon") ==
        "'soon' is not a length of time; write for example 250ms, 30s, 10min or 1h30min");
  CHECK(duration_refusal("5sec") ==
        "'5sec' has the unknown unit 'sec'; allowed: ns, us, ms, s, min (or m), h, d; did you mean '5s'?");
  CHECK(duration_refusal("30min1h") ==
        "'30min1h' must have its larger units first and each unit once, as in 1h30min");
  CHECK(duration_refusal("0.5ns") ==
        "'0.5ns' is not a whole number of nanoseconds; write at most nine decimals of a second");
  CHECK(duration_refusal("4611686018427387905ns") ==
        "'4611686018427387905ns' is longer than 2^62 ns (about 146 years)");
  CHECK(duration_refusal("1e300d") == "'1e300d' is longer than 2^62 ns (about 146 years)");
}

TEST_CASE("memory is whole MiB") {
  CHECK(parse_memory("128MiB") == 128);
  CHECK(parse_memory("3.75GiB") == 3840);
  CHECK(parse_memory("2048KiB") == 2);
  CHECK(parse_memory("1TiB") == 1'048'576);
  CHECK(memory_refusal("128MB") == "'128MB' has a decimal unit; write MiB (the MB of AWS is a MiB)");
  CHECK(memory_refusal("1kB") == "'1kB' has a decimal unit; write KiB (the MB of AWS is a MiB)");
  CHECK(memory_refusal("128") == "'128' has no unit; write for example 128MiB or 3.75GiB");
  CHECK(memory_refusal("1KiB") == "'1KiB' is not a whole number of MiB; write 0MiB or 1MiB");
  CHECK(memory_refusal("0.1GiB") == "'0.1GiB' is not a whole number of MiB; write 102MiB or 103MiB");
  CHECK(memory_refusal("4096TiB") == "'4096TiB' is more than 4294967294MiB");
  CHECK(memory_refusal("5Mib") ==
        "'5Mib' has the unknown unit 'Mib'; allowed: KiB, MiB, GiB, TiB; did you mean '5MiB'?");
}

TEST_CASE("rates, fractions, real numbers and counts are read") {
  CHECK(parse_rate("20/s") == 20.0);
  CHECK(parse_rate("5/min") == 5.0 / 60.0);
  CHECK(parse_rate("100/h") == 100.0 / 3600.0);
  CHECK(refusal([] { parse_rate("20"); }) == "'20' has no unit; write for example 20/s, 5/min or 100/h");
  CHECK(refusal([] { parse_rate("20/y"); }) ==
        "'20/y' has the unknown unit '/y'; allowed: /s, /min (or /m), /h, /d");
  CHECK(parse_fraction("5%") == 0.05);
  CHECK(parse_fraction("0.05") == 0.05);
  CHECK(refusal([] { parse_fraction("5 percent"); }) == "'5 percent' is not a fraction; did you mean '5%'?");
  CHECK(refusal([] { parse_fraction("five"); }) == "'five' is not a fraction; write for example 5% or 0.05");
  CHECK(parse_number("1.5") == 1.5);
  CHECK(refusal([] { parse_number("1.5s"); }) == "'1.5s' is not a number; write for example 1.5");
  CHECK(refusal([] { parse_number("nan"); }) == "'nan' is not a number; write for example 1.5");
  CHECK(refusal([] { parse_number("1e999"); }) == "'1e999' is not a number; write for example 1.5");
  CHECK(parse_count("18446744073709551615") == 18446744073709551615u);
  CHECK(refusal([] { parse_count("1.5"); }) == "'1.5' is not a whole number");
  CHECK(refusal([] { parse_count("-1"); }) == "'-1' is negative; a whole number is at least 0");
  CHECK(refusal([] { parse_count("1e30"); }) == "'1e30' is too large");
}

TEST_CASE("common names of units are reported with the right unit") {
  const auto end = [](const std::string& message) { return message.substr(message.rfind("; ")); };
  const std::vector<std::pair<const char*, const char*>> times = {
      {"10 minutes", "10min"}, {"10mins", "10min"}, {"10M", "10min"},     {"1 hour", "1h"},
      {"2hrs", "2h"},          {"3S", "3s"},        {"100msec", "100ms"}, {"1hour30minutes", "1h30min"},
      {"1.5 days", "1.5d"},    {"7 seconds", "7s"}, {"20MS", "20ms"},     {"5 microseconds", "5us"}};
  for (const auto& [written, meant] : times) {
    CHECK(end(duration_refusal(written)) == "; did you mean '" + std::string(meant) + "'?");
  }
  CHECK(end(duration_refusal("5 fortnights")) == "; allowed: ns, us, ms, s, min (or m), h, d");
  const std::vector<std::pair<const char*, const char*>> sizes = {
      {"1G", "1GiB"}, {"512M", "512MiB"}, {"2Gi", "2GiB"}, {"128mib", "128MiB"}, {"128 mb", "128MiB"}};
  for (const auto& [written, meant] : sizes) {
    CHECK(end(memory_refusal(written)) == "; did you mean '" + std::string(meant) + "'?");
  }
  const std::vector<std::pair<const char*, const char*>> rates = {
      {"5/sec", "5/s"}, {"5 / s", "5/s"},    {"5rps", "5/s"},  {"5/S", "5/s"},
      {"5 hz", "5/s"},  {"90/hour", "90/h"}, {"3/day", "3/d"}, {"3 per second", "3/s"}};
  for (const auto& [written, meant] : rates) {
    CHECK(end(refusal([written = written] { parse_rate(written); })) ==
          "; did you mean '" + std::string(meant) + "'?");
  }
  CHECK(refusal([] { parse_count("1,000"); }) ==
        "'1,000' is not a whole number; write 1000, without separators");
  CHECK(refusal([] { parse_count("10_000"); }) ==
        "'10_000' is not a whole number; write 10000, without separators");
}

TEST_CASE("a written quantity is read as the same value") {
  for (const std::int64_t ns :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{999}, std::int64_t{12'500'000},
        std::int64_t{60'000'000'000}, std::int64_t{3'600'000'000'001}, std::int64_t{1} << 62}) {
    CHECK(parse_duration(format_duration(Duration{ns})) == Duration{ns});
  }
  for (const double ns : {0.0, 0.1, 1.0 / 3.0, 12.5e6, 252.71e6, 1e18 / 3.0, 1e-9}) {
    CHECK(parse_nanoseconds(format_nanoseconds(ns)) == ns);
  }
  for (const double mib : {0.0, 128.0, 128.5, 1e6 / 3.0}) {
    CHECK(parse_mebibytes(format_mebibytes(mib)) == mib);
  }
  for (const double rate : {20.0, 5.0 / 60.0, 1e-9}) {
    CHECK(parse_rate(format_rate(rate)) == rate);
  }
  CHECK(format_duration(sim::minutes(90)) == "90min");
  CHECK(format_duration(sim::hours(6)) == "6h");
  CHECK(format_duration(Duration{}) == "0s");
  CHECK(format_memory(3840) == "3840MiB");
  CHECK(format_memory(2048) == "2GiB");
  CHECK(format_memory(0) == "0MiB");
}

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
  CHECK(refusal([] { parse_data("many"); }) ==
        "'many' is not an amount of data; write for example 4MiB or 100kB");
  CHECK(refusal([] { parse_data("-1MB"); }) == "'-1MB' is negative; an amount of data is at least 0");
  CHECK(refusal([] { parse_data("4"); }) == "'4' has no unit; write for example 4MiB or 100kB");
  CHECK(refusal([] { parse_data("4Mb"); }) ==
        "'4Mb' has the unknown unit 'Mb'; allowed: B, kB, MB, GB, TB, KiB, MiB, GiB, TiB");
  CHECK(refusal([] { parse_data("0.3B"); }) == "'0.3B' is not a whole number of bytes");
  CHECK(refusal([] { parse_data("2000TiB"); }) == "'2000TiB' is more than 1024TiB");
  CHECK(refusal([] { parse_data_rate("58MB"); }) ==
        "'58MB' has the unknown unit 'MB'; allowed: B/s, kB/s, MB/s, GB/s, KiB/s, MiB/s, GiB/s, kbit/s, "
        "Mbit/s, "
        "Gbit/s");
  CHECK(refusal([] { parse_data_rate("1001GB/s"); }) == "'1001GB/s' is more than 1000GB/s");
  CHECK(refusal([] { parse_data_rate("1bit/s"); }) ==
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
