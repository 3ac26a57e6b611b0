#include "models/config/price_list.hpp"

#include <set>

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::Folder;
using testing::tree_of;

namespace {

/// Returns the result of `prices: TEXT`, and the reported errors.
std::pair<BillingParameters, std::string> prices(const std::string& text, const std::string& directory = "") {
  Diagnostics diagnostics;
  Reader reader(diagnostics, directory);
  BillingParameters billing;
  read_prices(tree_of(text), reader, billing);
  return {billing, diagnostics.text()};
}

std::string era_of(const std::string& text) {
  const auto [billing, errors] = prices(text);
  return errors.empty() ? billing.prices : errors;
}

std::string errors_of_list(const std::string& text) {
  Diagnostics diagnostics;
  Reader reader(diagnostics, "");
  read_price_list("list", text, "list.yaml", reader);
  return diagnostics.text();
}

constexpr const char* kEra = "source: s, price_per_gib_s: 1";

}  // namespace

TEST_CASE("every built-in price list is complete, with dates and sources, and without gaps") {
  REQUIRE(embedded_price_lists().size() >= 2);
  std::set<std::string> names;
  for (const EmbeddedPriceList& built_in : embedded_price_lists()) {
    CAPTURE(built_in.name);
    Diagnostics diagnostics;
    Reader reader(diagnostics, "");
    const auto list = read_price_list(std::string(built_in.name), built_in.text, "built in", reader);
    CHECK(diagnostics.text() == "");
    REQUIRE(list);
    CHECK(!list->description.empty());
    std::set<std::string> left_out;
    for (const LeftOut& each : list->leaves_out) {
      CAPTURE(each.charge);
      CHECK(left_out.insert(each.charge).second);
      CHECK(!each.note.empty());
    }
    CHECK(!left_out.empty());
    for (const PriceEra& era : list->eras) {
      CAPTURE(era.name);
      CHECK(names.insert(list->name + "-" + era.name).second);
      CHECK(era.billing.price_per_gib_s > 0);
      CHECK(era.billing.price_per_request > 0);
      CHECK(era.billing.memory_minimum == (list->name == "azure-flex" ? 512u : 128u));
      CHECK(era.billing.memory_maximum);
      CHECK(!left_out_in(*list, era).empty());
      CHECK(era.until.has_value() == (&era != &list->eras.back()));
    }
  }
  CHECK(names_of_eras().size() == names.size());
}

TEST_CASE("the eras of AWS Lambda have the published figures") {
  const BillingParameters first = prices("aws-lambda-2014-100ms").first;
  CHECK(first.prices == "aws-lambda-2014-100ms");
  CHECK(first.granularity == sim::milliseconds(100));
  CHECK(first.init == BilledInit::none);
  CHECK(first.price_per_gib_s == 0.0000166667);
  CHECK(first.price_per_request == 0.0000002);
  CHECK(first.price_per_provisioned_gib_s == 0);
  const BillingParameters fine = prices("aws-lambda-2020-1ms").first;
  CHECK(fine.granularity == sim::milliseconds(1));
  CHECK(fine.init == BilledInit::provisioned);
  CHECK(fine.price_per_provisioned_gib_s == 0.0000041667);
  CHECK(fine.price_per_gib_s_on_provisioned == 0.0000097222);
  CHECK(prices("aws-lambda-2025-init").first.init == BilledInit::all);
  const BillingParameters azure = prices("azure-functions-2016-consumption").first;
  CHECK(azure.minimum == sim::milliseconds(100));
  CHECK(azure.memory_step == 128);
  CHECK(azure.memory_minimum == 128);
  CHECK(azure.memory_maximum == 1536);
}

TEST_CASE("the eras of AWS Lambda have the memory sizes that were sold then") {
  const auto sizes = [](const char* name) {
    const BillingParameters billing = prices(name).first;
    return std::vector<std::uint32_t>{billing.memory_minimum, billing.memory_step,
                                      billing.memory_maximum.value_or(0)};
  };
  CHECK(sizes("aws-lambda-2014-100ms") == std::vector<std::uint32_t>{128, 64, 1536});
  CHECK(sizes("aws-lambda-2017-3008mb") == std::vector<std::uint32_t>{128, 64, 3008});
  CHECK(sizes("aws-lambda-2019-provisioned") == std::vector<std::uint32_t>{128, 64, 3008});
  for (const char* name : {"aws-lambda-2020-1ms", "aws-lambda-2025-init", "aws-lambda-arm-2021-1ms",
                           "aws-lambda-arm-2025-init"}) {
    CAPTURE(name);
    CHECK(sizes(name) == std::vector<std::uint32_t>{128, 1, 10240});
  }
}

TEST_CASE("charges that an era omits existed during the era") {
  const auto left_out = [](const char* name) { return comma_list(prices(name).first.leaves_out); };
  CHECK(left_out("aws-lambda-2014-100ms") ==
        "free tier, data transfer, triggers and logs, rounding to cents, Lambda@Edge");
  CHECK(
      left_out("aws-lambda-2019-provisioned") ==
      "free tier, data transfer, triggers and logs, rounding to cents, Lambda@Edge, provisioned concurrency "
      "in steps of 5 min, savings plans");
  const std::string today = left_out("aws-lambda-2025-init");
  for (const char* charge : {"free tier", "volume discount", "data transfer", "response streaming"}) {
    CHECK_THAT(today, ContainsSubstring(charge));
  }
  for (const char* charge : {"/tmp above 512 MB", "SnapStart", "tenant isolation"}) {
    CHECK_THAT(today, !ContainsSubstring(charge));
  }
  CHECK_THAT(left_out("aws-lambda-2020-1ms"), ContainsSubstring("SnapStart"));
  CHECK_THAT(left_out("aws-lambda-2020-1ms"), ContainsSubstring("/tmp above 512 MB"));
  CHECK(left_out("azure-functions").rfind("free grant, memory as observed, ", 0) == 0);
}

TEST_CASE("a charge is omitted from the eras that overlap its dates, and an era may list more omissions") {
  const Folder folder("left-out");
  folder.add(
      "mine.yaml",
      std::string("leaves_out:\n"
                  "  - {charge: always}\n"
                  "  - {charge: early, until: 2020-06-29}\n"
                  "  - {charge: from the last day, from: 2020-06-30}\n"
                  "  - {charge: late, from: 2020-07-01}\n"
                  "eras:\n  - {name: one, from: 2020-01-01, until: 2020-06-30, leaves_out: [its own], ") +
          kEra + "}\n  - {name: two, from: 2020-08-01, " + kEra + "}\n");
  const auto left_out = [&folder](const char* era) {
    const auto [billing, errors] = prices(std::string("{mine.yaml: ") + era + "}", folder.path(""));
    return errors.empty() ? comma_list(billing.leaves_out) : errors;
  };
  CHECK(left_out("one") == "always, early, from the last day, its own");
  CHECK(left_out("two") == "always, from the last day, late");
}

TEST_CASE("an era is chosen by its name, or by a day, a month or a year within it") {
  CHECK(era_of("{aws-lambda: 2020-1ms}") == "aws-lambda-2020-1ms");
  CHECK(era_of("{aws-lambda: 2017-06}") == "aws-lambda-2014-100ms");
  CHECK(era_of("{aws-lambda: 2017-11-29}") == "aws-lambda-2014-100ms");
  CHECK(era_of("{aws-lambda: 2017-11-30}") == "aws-lambda-2017-3008mb");
  CHECK(era_of("{aws-lambda: 2018}") == "aws-lambda-2017-3008mb");
  CHECK(era_of("{aws-lambda: 2014-11-13}") == "aws-lambda-2014-100ms");
  CHECK(era_of("{aws-lambda: 2014}") == "aws-lambda-2014-100ms");  // these were the only prices at that time
  CHECK(era_of("{aws-lambda: 2019-12-02}") == "aws-lambda-2017-3008mb");
  CHECK(era_of("{aws-lambda: 2019-12-03}") == "aws-lambda-2019-provisioned");
  CHECK(era_of("{aws-lambda: 2020-11-30}") == "aws-lambda-2019-provisioned");
  CHECK(era_of("{aws-lambda: 2020-12-01}") == "aws-lambda-2020-1ms");
  CHECK(era_of("{aws-lambda: 2020-12}") == "aws-lambda-2020-1ms");
  CHECK(era_of("{aws-lambda: 2025-07-31}") == "aws-lambda-2020-1ms");
  CHECK(era_of("{aws-lambda: 2025-08-01}") == "aws-lambda-2025-init");
  CHECK(era_of("{aws-lambda: 2038}") == "aws-lambda-2025-init");
}

TEST_CASE("a name without an era is reported with the existing eras") {
  CHECK_THAT(era_of("aws-lambda-2020-1s"),
             ContainsSubstring("t.yaml:1:1: unknown price era 'aws-lambda-2020-1s'; allowed: "
                               "aws-lambda-arm-2021-1ms, aws-lambda-arm-2025-init, aws-lambda-edge-2026-1ms, "
                               "aws-lambda-2014-100ms, "));
  CHECK_THAT(era_of("aws-lambda-2020-1s"), ContainsSubstring("; did you mean 'aws-lambda-2020-1ms'?"));
  CHECK_THAT(era_of("aws-lambda"), ContainsSubstring("aws-lambda has several eras; name one"));
  CHECK(era_of("azure-functions") ==
        era_of("azure-functions-2016-consumption"));  // the list has only one era
  CHECK_THAT(era_of("{aws-lamda: 2020-12-01}"),
             ContainsSubstring("t.yaml:1:2: unknown price list 'aws-lamda'; allowed: aws-lambda-arm, "
                               "aws-lambda-edge, aws-lambda, "));
  CHECK_THAT(era_of("{aws-lamda: 2020-12-01}"), ContainsSubstring("did you mean 'aws-lambda'?"));
  CHECK_THAT(era_of("{aws-lambda: 2020-1s}"),
             ContainsSubstring(
                 "t.yaml:1:14: aws-lambda: aws-lambda has no era '2020-1s'; allowed: 2014-100ms, "
                 "2017-3008mb, 2019-provisioned, 2020-1ms, 2025-init, or a day such as 2020-12-01; did you "
                 "mean '2020-1ms'?"));
  CHECK(era_of("{aws-lambda: 2014-11-12}") ==
        "t.yaml:1:14: aws-lambda: aws-lambda has no prices for '2014-11-12'; its first era is 2014-100ms "
        "(2014-11-13 to 2017-11-29)");
  CHECK(era_of("{aws-lambda: 2020}") ==
        "t.yaml:1:14: aws-lambda: the prices of aws-lambda changed within 2020; write a day in one of the "
        "eras 2019-provisioned (2019-12-03 to 2020-11-30) or 2020-1ms (2020-12-01 to 2025-07-31)");
  CHECK_THAT(era_of("{aws-lambda: 2021-02-29}"), ContainsSubstring("has no era '2021-02-29'"));
  CHECK_THAT(era_of("{aws-lambda: [2020]}"), ContainsSubstring("or a day such as 2020-12-01, found a list"));
  CHECK_THAT(era_of("[aws-lambda]"), ContainsSubstring("expected the name of a price era"));
  CHECK_THAT(era_of("{aws-lambda: 2018, azure-functions: 2018}"),
             ContainsSubstring("found aws-lambda, azure-functions"));
}

TEST_CASE("invalid days of a price list are refused") {
  const auto first_and_last = [](const char* text) {
    const auto days = parse_days(text);
    return days ? to_string(days->first) + " " + to_string(days->last) : "none";
  };
  CHECK(first_and_last("2020") == "2020-01-01 2020-12-31");
  CHECK(first_and_last("2020-02") == "2020-02-01 2020-02-29");
  CHECK(first_and_last("1900-02") == "1900-02-01 1900-02-28");
  CHECK(first_and_last("2020-02-29") == "2020-02-29 2020-02-29");
  for (const char* text : {"", "20", "2020-13", "2020-00", "2020-04-31", "2020-01-00", "2020/01/01",
                           "2020-1-1", "2020-100ms", "2020-0101x", "20200101"}) {
    CAPTURE(text);
    CHECK(first_and_last(text) == "none");
  }
}

TEST_CASE("a price list of the user is found from the folder of the file that names it") {
  const Folder folder("prices");
  folder.add("mine.yaml", std::string("description: mine\neras:\n") +
                              "  - {name: cheap, from: 2020-01-01, until: "
                              "2020-06-30, " +
                              kEra + "}\n" + "  - {name: costly, from: 2020-08-01, " + kEra +
                              "0, granularity: 5ms}\n");
  const auto [billing, errors] = prices("{mine.yaml: 2021}", folder.path(""));
  CHECK(errors == "");
  CHECK(billing.prices == "mine-costly");
  CHECK(billing.price_per_gib_s == 10);
  CHECK(billing.granularity == sim::milliseconds(5));
  CHECK(prices("{./mine.yaml: cheap}", folder.path("")).first.price_per_gib_s == 1);
  CHECK_THAT(prices("{mine.yaml: 2020-07-15}", folder.path("")).second,
             ContainsSubstring("mine has no prices for '2020-07-15'"));
  CHECK_THAT(prices("{mien.yaml: 2021}", folder.path("")).second,
             ContainsSubstring("does not exist; did you mean '" + folder.path("mine.yaml") + "'?"));
}

TEST_CASE("invalid price lists are refused") {
  const auto list = [](const std::string& eras) { return errors_of_list("eras: [" + eras + "]"); };
  const std::string rest = std::string(", ") + kEra + "}";
  CHECK(list("{name: a, from: 2020-01-01" + rest) == "");
  CHECK_THAT(list(""), ContainsSubstring("the list of eras is empty"));
  CHECK_THAT(errors_of_list("description: none\n"), ContainsSubstring("the key 'eras' is missing"));
  CHECK_THAT(errors_of_list("[a]"), ContainsSubstring("list.yaml:1:1: expected a mapping"));
  CHECK_THAT(
      list("{name: a, from: 2020" + rest),
      ContainsSubstring("list.yaml:1:24: eras[0].from: expected a day such as 2020-12-01, found '2020'"));
  CHECK_THAT(list("{name: a, from: 2020-01-01}"), ContainsSubstring("the key 'source' is missing"));
  CHECK_THAT(list("{name: a, from: 2020-01-01, until: 2019-12-31" + rest),
             ContainsSubstring("the era 'a' ends before its first day"));
  CHECK_THAT(list("{name: a, from: 2020-01-01" + rest + ", {name: b, from: 2021-01-01" + rest),
             ContainsSubstring("the era 'b' begins before the end of the era 'a'"));
  CHECK_THAT(list("{name: a, from: 2020-01-01, price: 3" + rest), ContainsSubstring("unknown key 'price'"));
}

TEST_CASE("a scenario may choose an era by a day") {
  CHECK(era_on("aws-lambda", "2017-06-15") == "aws-lambda-2014-100ms");
  CHECK(era_on("aws-lambda", "2018-06-15") == "aws-lambda-2017-3008mb");
  CHECK(era_on("aws-lambda", "2020-11-30") == "aws-lambda-2019-provisioned");
  CHECK(era_on("aws-lambda", "2020-12-01") == "aws-lambda-2020-1ms");
  CHECK(era_on("aws-lambda", "2025-08-01") == "aws-lambda-2025-init");
  CHECK(era_on("aws-lambda", "2010-01-01") == std::nullopt);
  CHECK(era_on("aws-lambda", "today") == std::nullopt);
  CHECK(era_on("my-cloud", "2020-12-01") == std::nullopt);
}
