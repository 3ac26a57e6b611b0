#include "models/experiment/explain/function_filter.hpp"

#include "models/experiment/explain/nothing_to_explain.hpp"
#include "tests/catch.hpp"

using namespace curtain;

namespace {

/// shop/checkout, shop/report and bank/report.
FunctionTable three_of_two_tenants() {
  FunctionTable table;
  table.function(table.tenant("shop"), "checkout", 128, {});
  table.function(table.tenant("shop"), "report", 128, {});
  table.function(table.tenant("bank"), "report", 128, {});
  return table;
}

std::vector<bool> selected(const FunctionTable& table, FunctionNames names) {
  FunctionFilter filter(table, std::move(names));
  std::vector<bool> has;
  for (std::size_t i = 0; i < table.size(); ++i) {
    has.push_back(filter.has(FunctionId{i}));
  }
  return has;
}

std::string filter_refusal(const FunctionTable& table, FunctionNames names) {
  try {
    FunctionFilter(table, std::move(names)).require_any();
  } catch (const NothingToExplain& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("functions are selected by tenant, by name, by both, or all") {
  const FunctionTable table = three_of_two_tenants();
  CHECK(selected(table, {}) == std::vector<bool>{true, true, true});
  CHECK(selected(table, {"shop", ""}) == std::vector<bool>{true, true, false});
  CHECK(selected(table, {"", "checkout"}) == std::vector<bool>{true, false, false});
  CHECK(selected(table, {"", "bank/report"}) == std::vector<bool>{false, false, true});
  CHECK(selected(table, {"bank", "report"}) == std::vector<bool>{false, false, true});
  FunctionFilter every;
  CHECK(every.has(FunctionId{7u}));
  every.require_any();
  CHECK(filter_refusal(table, {"bank", "report"}) == "no error");
}

TEST_CASE("a function that becomes known later is selected by the same names") {
  FunctionTable table = three_of_two_tenants();
  FunctionFilter filter(table, {"bank", ""});
  CHECK_FALSE(filter.has(FunctionId{0u}));
  const FunctionId late = table.function(table.tenant("bank"), "transfer", 128, {});
  CHECK(filter.has(late));
}

TEST_CASE("names that select nothing, or several tenants' functions, are refused with the names to write") {
  const FunctionTable table = three_of_two_tenants();
  CHECK(filter_refusal(table, {"shp", ""}) ==
        "there is no tenant 'shp'; did you mean 'shop'?; the tenants are shop, bank");
  CHECK(
      filter_refusal(table, {"", "chekout"}) ==
      "there is no function 'chekout'; did you mean 'checkout'?; the functions are checkout, report, report");
  CHECK(filter_refusal(table, {"bank", "checkout"}) ==
        "tenant 'bank' has no function 'checkout'; the functions are report");
  CHECK(filter_refusal(table, {"", "report"}) ==
        "2 tenants have a function 'report'; write one of shop/report, bank/report");
}
